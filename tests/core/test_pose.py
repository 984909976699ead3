"""The figure's hands and feet are where the picture says they are, in every pose and moment."""

import math
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from cramp_coach.core.motion import (
    FADE_SECONDS,
    FRAME_SECONDS,
    STILL_SECONDS,
    ease,
    fade_at,
    fade_due_in,
    moved,
    next_frame,
    phase_at,
    pose_at,
    ring_breath,
    stills,
)
from cramp_coach.core.pose import (
    HAND_RADIUS,
    HEAD_RADIUS,
    HEEL_RADIUS,
    TOE_RADIUS,
    Along,
    Arm,
    Foot,
    Joints,
    Leg,
    Limb,
    Pose,
    PoseError,
    joints,
    key_at,
    load_pose,
    load_poses,
    on_bone,
    reach,
)
from cramp_coach.core.scenery import Bottle, Pack, Point, Wall

FOLDER = Path(__file__).parents[2] / "assets" / "poses"
POSES = load_poses(FOLDER)
TURNS = [step / 20 for step in range(21)]
WANTED = {
    "toes_to_shin", "towel", "foot_massage", "calf_massage", "heel_press", "walk", "leg_shake",
    "heat", "legs_up", "wall_calf", "quad", "hamstring", "drink", "seated_press", "ankle_pumps",
    "foot_stretch", "bottle_roll", "foot_press", "quad_lying", "quad_seated", "thigh_massage",
    "hamstring_lying", "hamstring_standing", "hamstring_massage", "heat_foot",
    "heat_thigh_front", "heat_thigh_back", "side_lying", "rest_sitting", "muscle_picker",
}  # fmt: skip
ALL = pytest.mark.parametrize("pose", POSES.values(), ids=POSES.keys())
LIMBS = ("near_leg", "far_leg", "near_arm", "far_arm")


@cache
def bodies(name: str) -> tuple[tuple[float, Joints], ...]:
    """Place every joint of a pose at 21 moments, once for all tests."""
    return tuple((u, joints(POSES[name], u)) for u in TURNS)


def angle_at(limb: Limb) -> float:
    """Give the inner angle of a limb's middle joint, in degrees."""
    (rx, ry), (mx, my), (ex, ey) = limb.root, limb.mid, limb.end
    turn = math.atan2(ry - my, rx - mx) - math.atan2(ey - my, ex - mx)
    return abs(math.degrees(math.remainder(turn, math.tau)))


def heading(limb: Limb) -> float:
    """Give the angle of a limb's first bone, in degrees."""
    return math.degrees(math.atan2(limb.mid[1] - limb.root[1], limb.mid[0] - limb.root[0]))


def named_points(body: Joints) -> dict[str, Point]:
    """Give every joint by a name that a failing test can say."""
    points = {"pelvis": body.pelvis, "shoulder": body.shoulder, "head": body.head}
    for name in LIMBS:
        limb: Limb = getattr(body, name)
        points |= {f"{name} {end}": getattr(limb, end) for end in ("root", "mid", "end")}
    for name in ("near_foot", "far_foot"):
        foot: Foot = getattr(body, name)
        points |= {f"{name} heel": foot.heel, f"{name} toe": foot.toe}
    return points


def points_of(body: Joints) -> list[Point]:
    """List every joint."""
    return list(named_points(body).values())


def test_every_picture_that_the_routines_need_is_there() -> None:
    assert set(POSES) == WANTED


@ALL
def test_targets_are_reached(pose: Pose) -> None:
    missed = [
        f"u={u} {name} by {getattr(body, name).missed:.2f}"
        for u, body in bodies(pose.name)
        for name in LIMBS
        if not getattr(body, name).missed <= 0.5
    ]
    assert not missed, f"{pose.name} does not reach: {missed}"


@ALL
def test_nothing_sinks_into_the_floor(pose: Pose) -> None:
    radii = {
        "near_foot heel": HEEL_RADIUS, "far_foot heel": HEEL_RADIUS,
        "near_foot toe": TOE_RADIUS, "far_foot toe": TOE_RADIUS,
        "near_arm end": HAND_RADIUS, "far_arm end": HAND_RADIUS, "head": HEAD_RADIUS,
    }  # fmt: skip
    wrong = []
    for u, body in bodies(pose.name):
        for name, (x, y) in named_points(body).items():
            low = y - radii.get(name, 0.0)
            if not (math.isfinite(x) and (low >= -0.5 or pose.view == "above")):
                wrong.append(f"u={u} {name} at {x:.2f}, {low:.2f}")
    assert not wrong, f"{pose.name}: {wrong}"


@ALL
def test_a_hand_that_holds_the_leg_is_on_it(pose: Pose) -> None:
    wrong = []
    for u, body in bodies(pose.name):
        key = key_at(pose, u)
        for name in ("near_arm", "far_arm"):
            arm: Arm = getattr(key, name)
            if arm.grip is not None:
                off = math.dist(getattr(body, name).end, body.near_leg.end)
                wrong += [f"u={u} {name} {off:.2f} from {arm.grip}"] * (off > HAND_RADIUS)
            # No further off the bone than the flesh (6.2 at its thickest) and the hand itself.
            if arm.along is not None and not abs(arm.along.off) <= 6.2 + HAND_RADIUS:
                wrong.append(f"u={u} {name} {arm.along.off:.2f} off {arm.along.bone}")
    assert not wrong, f"{pose.name}: {wrong}"


@ALL
def test_planted_feet_and_resting_hands_do_not_slide(pose: Pose) -> None:
    if pose.motion == "walk":
        return
    first, last = pose.keys[0], pose.keys[-1]
    planted: list[str] = []
    if first.near_leg.ankle and first.near_leg == last.near_leg:
        planted.append("near_foot toe")
    if first.far_leg.ankle:
        planted.append("far_foot toe")
    for name in ("near_arm", "far_arm"):
        arm: Arm = getattr(first, name)
        if arm.hand is not None and arm == getattr(last, name):
            planted.append(f"{name} end")
    start = named_points(bodies(pose.name)[0][1])
    for u, body in bodies(pose.name):
        now = named_points(body)
        slid = [name for name in planted if math.dist(start[name], now[name]) > 0.5]
        assert not slid, f"{pose.name} u={u}: {slid} slid"


@ALL
def test_the_whole_figure_lies_in_its_box(pose: Pose) -> None:
    if pose.view == "cropped":
        return
    x, y, width, height = pose.box
    out = []
    for u, body in bodies(pose.name):
        for name, (px, py) in named_points(body).items():
            if not (x + 1.5 <= px <= x + width - 1.5 and y + 1.5 <= py <= y + height - 1.5):
                out.append(f"u={u} {name}")
        if not body.head[1] + HEAD_RADIUS <= y + height:
            out.append(f"u={u} top of the head")
    assert not out, f"{pose.name} leaves its box: {out}"


@ALL
def test_a_warm_pack_lies_on_the_leg_and_never_under_it(pose: Pose) -> None:
    packs = [prop for prop in pose.props if isinstance(prop, Pack)]
    assert bool(packs) == (pose.motion == "heat")
    body = bodies(pose.name)[0][1]
    for pack in packs:
        if pack.bone == "near_sole":
            continue  # upright against the sole: nothing lies on it
        for at in (pack.start, pack.end):
            places = (Along(pack.bone, at), Along(pack.bone, at, pack.off))
            on_leg, on_pack = (
                on_bone(body.near_leg, body.near_foot, pose.facing, place) for place in places
            )
            assert on_pack[1] - pack.half > on_leg[1] + 2, f"{pose.name}: {pack}"


def test_wall_stretch_keeps_arms_straight_and_both_heels_down_all_the_time() -> None:
    pose = POSES["wall_calf"]
    wall = next(prop for prop in pose.props if isinstance(prop, Wall))
    for u in TURNS:
        body = joints(pose, u)
        for arm in (body.near_arm, body.far_arm):
            assert angle_at(arm) >= 170
            assert arm.end[0] + HAND_RADIUS <= wall.x + 0.5
        for foot in (body.near_foot, body.far_foot):
            assert foot.heel[1] - HEEL_RADIUS == pytest.approx(0, abs=0.2)
            assert foot.toe[1] - TOE_RADIUS == pytest.approx(0, abs=0.2)
        assert angle_at(body.near_leg) >= 170, "the lean is from the ankles, not the knees"
    leaning = joints(pose, 1.0)
    for arm in (leaning.near_arm, leaning.far_arm):
        assert arm.end[0] + HAND_RADIUS == pytest.approx(wall.x, abs=0.5)
    # "About 1 m": 0.6 to 1 m from toe to wall for a body of 1.7 m.
    assert 0.6 <= (wall.x - leaning.near_foot.toe[0] - TOE_RADIUS) * 0.017 <= 1.0


def test_the_stretches_straighten_or_bend_the_joint_that_they_are_about() -> None:
    for name in ("toes_to_shin", "towel", "ankle_pumps", "foot_stretch"):
        before, after = (joints(POSES[name], u).near_foot.forward for u in (0.0, 1.0))
        assert math.atan2(after[1], after[0]) > math.atan2(before[1], before[0]) + 0.5, name
    for name in ("quad", "quad_lying"):
        before_body, after_body = (joints(POSES[name], u) for u in (0.0, 1.0))
        # Open enough to be seen as a bent leg, then drawn to the bottom.
        assert angle_at(before_body.near_leg) >= 36, name
        assert angle_at(before_body.near_leg) - angle_at(after_body.near_leg) >= 20, name
        far, near = (
            math.dist(body.pelvis, body.near_foot.heel) for body in (before_body, after_body)
        )
        assert near <= 11, name
        assert far - near >= 5, name
    under, back = (joints(POSES["quad_seated"], u).near_leg for u in (0.0, 1.0))
    assert angle_at(under) - angle_at(back) >= 20
    for name in ("hamstring_standing", "hamstring_lying", "hamstring"):
        assert min(angle_at(joints(POSES[name], u).near_leg) for u in TURNS) >= 150, name


def test_the_sole_stays_on_the_bottle_that_it_rolls() -> None:
    pose = POSES["bottle_roll"]
    bottle = next(prop for prop in pose.props if isinstance(prop, Bottle))
    for u in TURNS:
        foot = joints(pose, u).near_foot
        x = bottle.x0 + (bottle.x1 - bottle.x0) * u
        assert foot.heel[0] <= x <= foot.toe[0]
        assert foot.heel[1] - HEEL_RADIUS == pytest.approx(2 * bottle.radius, abs=0.5)
    # Rolling without slipping: the bottle goes half as far as the foot.
    gone = joints(pose, 1.0).near_foot.heel[0] - joints(pose, 0.0).near_foot.heel[0]
    assert bottle.x1 - bottle.x0 == pytest.approx(gone / 2)


def test_easing_starts_and_ends_at_rest_and_never_turns_back() -> None:
    steps = [ease(t / 100) for t in range(101)]
    assert (steps[0], steps[50], steps[100]) == (0.0, 0.5, 1.0)
    assert all(a <= b for a, b in pairwise(steps))
    assert steps[1] < 1e-4
    assert 1 - steps[99] < 1e-4
    assert (ease(-1), ease(2)) == (0.0, 1.0)


def test_a_stretch_is_held_and_then_let_go() -> None:
    pose = POSES["toes_to_shin"]
    assert phase_at(pose, 0) == 0
    assert {phase_at(pose, 1.2 + t / 10) for t in range(30)} == {1.0}
    assert phase_at(pose, 5.3) == phase_at(pose, 5.9) == 0
    assert phase_at(pose, 6.6) == pytest.approx(phase_at(pose, 0.6))


@ALL
def test_what_is_said_to_have_moved_is_what_moves_farthest(pose: Pose) -> None:
    for frame in range(0, 30 * 8, 7):
        before, after = frame / 30, (frame + 2) / 30
        now, then = (named_points(pose_at(pose, t)) for t in (after, before))
        farthest = max(math.dist(now[name], then[name]) for name in now)
        assert moved(pose, before, after) >= farthest, f"{pose.name} at {before:.2f} s"
        if before > 4 and pose.motion != "heat" and not pose.lens and pose.name != "rest_sitting":
            assert moved(pose, before, after) == farthest, f"{pose.name} at {before:.2f} s"


def test_a_hold_and_a_slow_breath_need_few_frames() -> None:
    towel, breath, heat = POSES["towel"], POSES["legs_up"], POSES["heat"]
    assert moved(towel, 7.5, 10.0) == 0.0, "held from 7.2 to 10.2 s"
    assert next_frame(towel, 7.5, 7.5, 0.1) == 1.0
    assert next_frame(towel, 9.5, 9.9, 0.1) == pytest.approx(0.4, abs=0.1), "wakes to let go"
    assert next_frame(towel, 0.5, 0.5, 0.1) == pytest.approx(FRAME_SECONDS), "moves"
    assert next_frame(breath, 0.2, 0.2, 0.1) == pytest.approx(FRAME_SECONDS), "the ring breathes"
    assert next_frame(breath, 5.0, 5.0, 0.1) >= 0.5, "at the end of a breath"
    assert 0.1 <= next_frame(breath, 6.25, 6.25, 0.1) <= 0.5, "in the middle of one"
    assert next_frame(heat, 9.0, 9.0, 0.1) == pytest.approx(FRAME_SECONDS), "waves never rest"


@ALL
def test_movement_has_no_jumps(pose: Pose) -> None:
    frames = [named_points(pose_at(pose, frame / 30)) for frame in range(240)]
    for number, (before, after) in enumerate(pairwise(frames)):
        jumps = [name for name in before if math.dist(before[name], after[name]) >= 4.5]
        assert not jumps, f"{pose.name} after {number / 30:.2f} s: {jumps}"


def test_a_walk_comes_round_and_a_shake_rests() -> None:
    walk, shake = POSES["walk"], POSES["leg_shake"]
    for a, b in zip(points_of(pose_at(walk, 0)), points_of(pose_at(walk, 1.2)), strict=True):
        assert math.dist(a, b) < 1e-6
    assert {phase_at(shake, 1.5 + t / 10) for t in range(15)} == {0.5}
    assert max(phase_at(shake, t / 50) for t in range(75)) > 0.9


def test_reduced_motion_shows_two_stills_for_three_seconds_with_a_short_fade() -> None:
    assert stills(POSES["towel"]) == (0.0, 1.0)
    assert stills(POSES["heat"]) == stills(POSES["legs_up"]) == (0.0, 0.0)
    assert (fade_at(0), fade_at(2.6), fade_at(3), fade_at(5.6), fade_at(6)) == (0, 0, 1, 1, 0)
    assert fade_at(STILL_SECONDS - FADE_SECONDS / 2) == pytest.approx(0.5)
    assert fade_due_in(1.0) == pytest.approx(1.6)
    assert fade_due_in(2.8) == 0.0


def test_the_ring_breathes_at_half_a_hertz_for_four_seconds_only() -> None:
    assert ring_breath(0.5) == pytest.approx(1.0)
    assert ring_breath(1.5) == pytest.approx(-1.0)
    assert ring_breath(4.0) == ring_breath(100) == 0.0


def test_reach_is_clamped_and_tells_how_much_was_missing() -> None:
    limb = reach((0, 0), (50, 0), 16, 16.5, -1)
    assert limb.end == pytest.approx((32.5, 0))
    assert limb.missed == pytest.approx(17.5)
    left, right = (reach((0, 0), (20, 0), 16, 16.5, bend).mid[1] for bend in (1, -1))
    assert left > 0 > right


@pytest.mark.parametrize(
    ("line", "change", "field"),
    [
        ("torso = 100", "torzo = 100", "torzo"),
        ("torso = 100", 'torso = "up"', "$.keys[0].torso"),
        ("foot = 48 }", "foot = 48, toe = 1 }", "toe"),
        ("foot = 48 }", "foot = 48, ankle = [1, 2] }", "$.keys[0].near_leg"),
        ("pelvis = [0, 7]", "pelvis = [0, 7]\nlean = 80", "$.keys[0]"),
        ('motion = "stretch"', 'motion = "dance"', "$.motion"),
        ('kind = "mattress"', 'kind = "hammock"', "$.props[0]"),
        ("hand = [-11, 4]", "upper = 3", "$.keys[0].near_arm"),
        ("box =", "box == ", "line"),
    ],
)
def test_a_bad_pose_file_is_refused_with_its_name_and_field(
    tmp_path: Path, line: str, change: str, field: str
) -> None:
    text = (FOLDER / "toes_to_shin.toml").read_text(encoding="utf-8")
    assert line in text
    bad = tmp_path / "bad_pose.toml"
    bad.write_text(text.replace(line, change, 1), encoding="utf-8")
    with pytest.raises(PoseError) as caught:
        load_pose(bad)
    assert "bad_pose.toml" in str(caught.value)
    assert field in str(caught.value)


def test_a_movement_needs_the_keys_that_it_plays(tmp_path: Path) -> None:
    text = (FOLDER / "toes_to_shin.toml").read_text(encoding="utf-8")
    lame = tmp_path / "lame.toml"
    lame.write_text(text.replace('"stretch"', '"walk"'), encoding="utf-8")
    with pytest.raises(PoseError, match=r"lame\.toml.*needs 4 `keys`"):
        load_pose(lame)


def test_a_leg_is_free_or_planted_but_not_both() -> None:
    with pytest.raises(ValueError, match="ankle"):
        Leg(foot=0)
    with pytest.raises(ValueError, match="one of"):
        Arm(hand=(0, 0), grip="near_ankle")
