package io.github.streamlifecycle.livekit.server.rooms.simulation;

import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import livekit.LivekitModels.ParticipantInfo;

/**
 * Knows the truth and what each process was told of it, and holds every stop against both. A stop is looked at when it is
 * sent; what the network makes of it is nobody's fault.
 */
final class Oracle {
    /** A worker that has not ended by then has forgotten that it was told to. */
    private static final long ACCEPTED_IN_VAIN_MILLIS = 30_000;
    /** A guard's clock may be a twentieth fast. */
    private static final double CLOCK = 0.95;

    private static final long ROUNDING_MILLIS = 5;

    private final World world;
    private final Map<Guard, Knowledge> known = new HashMap<>();
    private final Map<Egress, Long> stoppedFirstAt = new HashMap<>();
    private Optional<Flaw> flaw = Optional.empty();
    private long graceMillis;
    private int stops;
    private int returns;

    Oracle(World world) {
        this.world = world;
    }

    void graceIs(long millis) {
        graceMillis = Math.round(millis * CLOCK) - ROUNDING_MILLIS;
    }

    Optional<Flaw> flaw() {
        return flaw;
    }

    int stops() {
        return stops;
    }

    int returns() {
        return returns;
    }

    void broken(Flaw found) {
        if (flaw.isEmpty()) {
            flaw = Optional.of(found);
            world.say("FLAW", found::toString);
        }
    }

    private Knowledge of(Guard guard) {
        return known.computeIfAbsent(guard, any -> new Knowledge());
    }

    void crashed(Guard guard) {
        known.computeIfPresent(guard, (any, told) -> told.afterACrash());
    }

    void published(Guard guard, Room room, Member member, long atMillis) {
        world.hosts.stream()
                .filter(host -> host.identity.equals(member.identity))
                .forEach(host -> of(guard).of(host).heardOf(room));
        seen(guard, member, atMillis);
    }

    void seen(Guard guard, Member member, long atMillis) {
        for (Host host : world.hosts) {
            Host.Stay stay = host.stay();
            if (stay != null && stay.member == member && atMillis >= stay.from) {
                of(guard).of(host).proved(stay, world.agenda.millis());
            }
        }
    }

    void listed(Guard guard, List<ParticipantInfo> all, long asOfMillis) {
        for (ParticipantInfo one : all) {
            for (Host host : world.hosts) {
                Host.Stay stay = host.stay();
                if (stay != null && stay.member.sid.equals(one.getSid()) && one.getIsPublisher()) {
                    seen(guard, stay.member, asOfMillis);
                }
            }
        }
    }

    void said(Guard guard, Host host, Member member, MediaSign sign) {
        if (sign != MediaSign.NO_SIGN || host.isThere()) {
            of(guard).of(host).media(member, sign, world.agenda.millis());
        }
        if (sign == MediaSign.FLOWS) {
            seen(guard, member, world.agenda.millis());
        }
    }

    void said(Guard guard, Host host, LeaseSign sign) {
        of(guard).of(host).lease(sign, world.agenda.millis());
    }

    void blind(Guard guard, Source source, String room) {
        for (Host host : world.hosts) {
            if (host.roomName.equals(room) && source == Source.MEDIA_WATCH) {
                of(guard).of(host).watchIsBlind();
            } else if (host.roomName.equals(room)) {
                of(guard).of(host).leaseIsBlind();
            }
        }
    }

    void toldOfEnd(Guard guard, Egress egress) {
        Knowledge.OfEgress told = of(guard).of(egress);
        if (told.toldOfEndAt == Knowledge.NEVER && guard.guards(egress.room.name)) {
            told.toldOfEndAt = world.agenda.millis();
        }
    }

    /** A host is said to be back: it has to have published after the first stop of its egress, if maybe not for long. */
    void returned(Guard guard, Egress egress) {
        returns++;
        long stoppedAt = stoppedFirstAt.getOrDefault(egress, Knowledge.NEVER);
        boolean isBack = egress.owners().stream()
                .filter(host -> host.roomName.equals(egress.room.name))
                .anyMatch(host -> host.stays.stream().anyMatch(stay -> stay.until > stoppedAt));
        if (!isBack) {
            broken(new Flaw(
                    Flaw.Sort.NOT_BACK,
                    guard.name + " says that the host of " + egress.id + ", stopped at " + stoppedAt + ", is back"));
        }
    }

    void stopSent(Guard guard, Egress egress) {
        stops++;
        long now = world.agenda.millis();
        stoppedFirstAt.putIfAbsent(egress, now);
        Knowledge.OfEgress done = of(guard).of(egress);
        if (!egress.isOurs()) {
            wrong(Flaw.Sort.NOT_OURS, guard, egress, "which is to be left alone");
        } else if (done.onTheirWay > 0) {
            wrong(Flaw.Sort.DOUBLE, guard, egress, "while another one is on its way");
        } else if (done.acceptedAt != Knowledge.NEVER && now - done.acceptedAt < ACCEPTED_IN_VAIN_MILLIS) {
            wrong(Flaw.Sort.DOUBLE, guard, egress, "which was accepted at " + done.acceptedAt);
        } else if (done.sent == 0 && done.toldOfEndAt != Knowledge.NEVER && done.toldOfEndAt < now) {
            wrong(Flaw.Sort.AFTER_THE_END, guard, egress, "whose end it was told of at " + done.toldOfEndAt);
        } else if (done.sent == 0 && guard.isClosed()) {
            wrong(Flaw.Sort.AFTER_CLOSING, guard, egress, "though it was told to end");
        } else if (!egress.isListed()) {
            world.say(guard.name, () -> "'s stop of " + egress.id + " hits nothing: it has ended");
        } else if (!egress.room.isOver() && !hadItsHost(egress)) {
            // in a room that is over nobody can come any more, so that there is nothing to wait for
            wrong(Flaw.Sort.BEFORE_HOSTING, guard, egress, "which never had its host");
        } else if (!isWithoutItsTrack(egress)) {
            mustHaveDropped(guard, egress);
            egress.owners().forEach(host -> mustBeGone(guard, egress, host));
        }
        done.sent++;
        done.onTheirWay++;
    }

    void stopAnswered(Guard guard, Egress egress) {
        of(guard).of(egress).onTheirWay--;
    }

    void stopAccepted(Guard guard, Egress egress) {
        of(guard).of(egress).acceptedAt = world.agenda.millis();
    }

    /** A host that LiveKit still has, or that its oldest list still has, is there for all who ask. */
    private boolean hadItsHost(Egress egress) {
        long since = egress.createdAt - world.weather.oldestListMillis();
        return egress.owners().stream()
                .anyMatch(host ->
                        host.stays.stream().anyMatch(stay -> stay.room == egress.room && stay.isKnownAfter(since)));
    }

    /**
     * Whether it recorded a track that was taken down long enough ago. Its publisher may be there with another track, but
     * this one never comes back: a guard that has not seen who published it finds an orphan, and is right.
     */
    private boolean isWithoutItsTrack(Egress egress) {
        return world.agenda.millis() - graceMillis >= egress.trackEndedAt();
    }

    /** Where nobody ever dropped, and nobody seemed to, there is nothing to stop for, whatever was told or not. */
    private void mustHaveDropped(Guard guard, Egress egress) {
        boolean dropped = egress.owners().stream()
                .anyMatch(host -> of(guard).of(host).suspectedSince(host) != Knowledge.NEVER
                        || host.stays.stream()
                                .anyMatch(stay -> stay.room == egress.room && stay.until != Long.MAX_VALUE));
        if (!dropped && !egress.room.isOver()) {
            wrong(Flaw.Sort.WRONGFUL, guard, egress, "although no host has ever dropped");
        }
    }

    private void mustBeGone(Guard guard, Egress egress, Host host) {
        long now = world.agenda.millis();
        Knowledge.OfHost told = of(guard).of(host);
        long since = told.suspectedSince(host);
        long goneAt = Long.MAX_VALUE;
        boolean wasThere = false;
        boolean isAnyKnown = isAnyKnown(guard, egress);
        for (Host.Stay stay : host.stays) {
            boolean isFirst = !isAnyKnown && !wasThere && stay.until != Long.MAX_VALUE;
            if (stay.room == egress.room && (isFirst || told.knows(stay, now))) {
                goneAt = stay.until;
                wasThere = true;
            }
        }
        if (!wasThere || (since != Knowledge.NEVER && now - since >= graceMillis)) {
            return;
        }
        if (goneAt == Long.MAX_VALUE) {
            wrong(Flaw.Sort.WRONGFUL, guard, egress, "although it was told that " + host.identity + " is there");
        } else if (now - goneAt < graceMillis) {
            wrong(Flaw.Sort.TOO_EARLY, guard, egress, "although " + host.identity + " is gone only since " + goneAt);
        }
    }

    /**
     * Whether it was told of any host of an egress. If so, it waits for those; that there was one more it may learn only
     * by its leave, when the wait is nearly over. If not, the first leave tells it of a host and of its drop at once.
     */
    private boolean isAnyKnown(Guard guard, Egress egress) {
        return egress.owners().stream().anyMatch(host -> of(guard).of(host).isHeardOf(egress.room));
    }

    private void wrong(Flaw.Sort sort, Guard guard, Egress egress, String why) {
        broken(new Flaw(sort, guard.name + " stops " + egress.id + ", " + why));
    }
}
