package io.github.streamlifecycle.livekit.server.rooms.simulation;

import java.util.ArrayList;
import java.util.List;
import livekit.LivekitModels.ParticipantInfo;
import org.jspecify.annotations.Nullable;

/** Somebody who publishes, and the truth about when it was there: LiveKit and the guards learn of it late. */
final class Host {
    /** A time in which it was connected to a room in which it had published; its end is open while it lasts. */
    static final class Stay {
        final Room room;
        final Member member;
        final long from;
        long until = Long.MAX_VALUE;

        private Stay(Room room, Member member, long from) {
            this.room = room;
            this.member = member;
            this.from = from;
        }

        /** Whether it was there after a moment, as far as LiveKit knows. */
        boolean isKnownAfter(long millis) {
            return until > millis || member.leftAt > millis;
        }
    }

    private static final long PUBLISHES_AFTER_MILLIS = 200;
    private static final long REJOIN_MILLIS = 121;
    private static final long BACK_AFTER_MILLIS = 1_900;

    final String identity;
    final String roomName;
    final List<Stay> stays = new ArrayList<>();
    private final World world;
    /** What LiveKit needs to notice that it is gone: 16 s for a WHIP publisher, 22 s for an SDK of its own. */
    private final int noticedAfterMillis;

    private @Nullable Room room;
    private @Nullable Member member;
    private int turns;

    Host(World world, String identity, String roomName) {
        this.world = world;
        this.identity = identity;
        this.roomName = roomName;
        this.noticedAfterMillis =
                world.life.of(50) ? world.life.between(16_100, 16_900) : world.life.between(20_000, 22_000);
    }

    /** Returns the stay that goes on; null if it is not there. */
    @Nullable
    Stay stay() {
        Stay last = stays.isEmpty() ? null : stays.get(stays.size() - 1);
        return last == null || last.until != Long.MAX_VALUE ? null : last;
    }

    boolean isThere() {
        return stay() != null;
    }

    /** Joins, or joins again: a stay that LiveKit still has is replaced. */
    void join() {
        int turn = ++turns;
        Member before = member;
        Room in = room;
        end();
        if (before != null && in != null && before.isIn) {
            in.leave(before, "DUPLICATE_IDENTITY");
            world.agenda.after(REJOIN_MILLIS, () -> enter(turn));
        } else {
            enter(turn);
        }
    }

    /** Joins and leaves again without having published, which makes it no host of a room in which it never has. */
    void visit(long millis) {
        Room entered = world.room(roomName);
        if (isThere() || room == entered) {
            return;
        }
        int turn = ++turns;
        Member visitor = entered.join(identity, ParticipantInfo.Kind.STANDARD);
        room = entered;
        member = visitor;
        world.say(identity, () -> "visits " + entered.sid + " as " + visitor.sid);
        world.agenda.after(millis, () -> {
            if (turn == turns) {
                world.say(identity, () -> "leaves, and has not published");
                entered.leave(visitor, "CLIENT_INITIATED");
            }
        });
    }

    boolean isVisiting() {
        return member != null && member.isIn && !member.hasPublished;
    }

    private void enter(int turn) {
        if (turn != turns) {
            return;
        }
        Room entered = world.room(roomName);
        Member joined = entered.join(identity, ParticipantInfo.Kind.STANDARD);
        room = entered;
        member = joined;
        world.say(identity, () -> "joins " + entered.sid + " as " + joined.sid);
        world.agenda.after(PUBLISHES_AFTER_MILLIS, () -> {
            if (turn == turns && joined.isIn) {
                stays.add(new Stay(entered, joined, world.agenda.millis()));
                entered.publish(joined);
                begins();
            }
        });
    }

    private void begins() {
        world.say(identity, () -> "publishes");
        world.signs.begins(this);
    }

    private void end() {
        Stay stay = stay();
        if (stay != null) {
            stay.until = world.agenda.millis();
        }
    }

    /** Its network or its machine is gone, for a while or for good. */
    void drop(long healsAfterMillis) {
        Stay lost = stay();
        if (lost == null) {
            return;
        }
        int turn = ++turns;
        end();
        world.say(identity, () -> "is cut off" + (healsAfterMillis < 0 ? "" : " for " + healsAfterMillis + " ms"));
        world.signs.drops(this);
        world.agenda.after(noticedAfterMillis, () -> {
            if (lost.member == member && !isThere()) {
                lost.room.leave(lost.member, "CONNECTION_TIMEOUT");
            }
        });
        if (healsAfterMillis >= 0) {
            world.agenda.after(healsAfterMillis, () -> heals(turn, lost));
        }
    }

    private void heals(int turn, Stay lost) {
        if (turn != turns) {
            return;
        }
        if (lost.member.isIn) {
            world.say(identity, () -> "is connected again");
            stays.add(new Stay(lost.room, lost.member, world.agenda.millis()));
            begins();
        } else {
            world.agenda.after(BACK_AFTER_MILLIS, () -> {
                if (turn == turns) {
                    join();
                }
            });
        }
    }

    void leave() {
        Stay left = stay();
        if (left != null) {
            turns++;
            end();
            world.say(identity, () -> "leaves");
            world.signs.leaves(this);
            left.room.leave(left.member, "CLIENT_INITIATED");
        }
    }

    void migrate() {
        Stay stay = stay();
        if (stay != null) {
            world.say(identity, () -> "migrates");
            stay.room.migrate(stay.member);
        }
    }

    /** Takes its tracks down, and puts another up later. */
    void pause(long millis) {
        Stay stay = stay();
        if (stay == null || stay.member.tracks.isEmpty()) {
            return;
        }
        int turn = turns;
        world.say(identity, () -> "unpublishes");
        world.signs.idles(this);
        stay.room.unpublish(stay.member);
        world.agenda.after(millis, () -> {
            if (turn == turns && stay.member.isIn) {
                world.say(identity, () -> "publishes again");
                stay.room.publish(stay.member);
                world.signs.begins(this);
            }
        });
    }

    /** It was thrown out with its room. */
    void roomFinished(Room finished) {
        if (room == finished) {
            turns++;
            end();
        }
    }
}
