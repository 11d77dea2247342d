package io.github.streamlifecycle.livekit.room;

import static io.github.streamlifecycle.core.Presence.DOWN;
import static io.github.streamlifecycle.core.Presence.UP;
import static io.github.streamlifecycle.livekit.room.SeenRoom.viewOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.streamlifecycle.livekit.room.RoomParticipant.Kind;
import io.github.streamlifecycle.livekit.room.SeenRoom.Guest;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostRuleTest {
    private final SeenRoom room = SeenRoom.created();
    private final Guest anna = Guest.of("anna", 1).publishing("TR_a");
    private final Guest ben = Guest.of("ben", 2).publishing("TR_b");
    private final Guest agent = Guest.of("robot", 3).ofKind(Kind.AGENT).publishing("TR_r");

    @Test
    void anyPublisherIsAHost() {
        assertThat(viewOf(HostRule.anyPublisher(), room.joined(anna), room.joined(ben))
                        .hosts())
                .extracting(Sighting::identity)
                .containsExactly("anna", "ben");
    }

    @Test
    void anIdentityIsTheOnlyHost() {
        RoomView view = viewOf(
                HostRule.identity("ben"),
                room.joined(anna),
                room.joined(ben),
                room.left(ben, 9, LeftReason.CLIENT_INITIATED));

        assertThat(view.hosts()).extracting(Sighting::identity).containsExactly("ben");
        assertThat(view.host().presence()).contains(DOWN);
    }

    @Test
    void anIdentityMayDependOnTheRoom() {
        HostRule rule = HostRule.identity(name -> "host-of-" + name);
        Guest host = Guest.of("host-of-room", 1).publishing("TR_1");

        assertThat(viewOf(rule, room.joined(host), room.joined(anna)).hosts()).hasSize(1);
        assertThat(viewOf(rule, room.published(host, 2, "TR_1")).host().presence())
                .contains(UP);
    }

    @Test
    void aNamedHostIsSeenBeforeItPublishes() {
        Sighting sighting = viewOf(HostRule.identity("anna"), room.joined(Guest.of("anna", 1)))
                .host();

        assertThat(sighting.presence()).isEmpty();
        assertThat(sighting.reason()).isEqualTo(Reason.CONNECTED);
    }

    @Test
    void agentsCountOnlyIfNamed() {
        assertThat(viewOf(HostRule.anyPublisher(), room.joined(agent)).hosts()).isEmpty();
        assertThat(viewOf(HostRule.matching(participant -> true), room.joined(agent))
                        .hosts())
                .isEmpty();
        assertThat(viewOf(HostRule.identity("robot"), room.joined(agent)).hosts())
                .hasSize(1);
        assertThat(viewOf(HostRule.anyPublisher().includingAgents(), room.joined(agent))
                        .hosts())
                .hasSize(1);
    }

    @Test
    void aConditionSeesTheWholeDescription() {
        HostRule rule = HostRule.matching(
                participant -> "host".equals(participant.attributes().get("role")));
        Observation joined = new Observation.Joined(
                new Observation.Origin(Source.WEBHOOK, room.key(), SeenRoom.at(1)),
                anna.participant().withAttributes(Map.of("role", "host")).withMetadata("{}"));

        assertThat(viewOf(rule, joined, room.joined(ben)).hosts())
                .extracting(Sighting::identity)
                .containsExactly("anna");
    }

    @Test
    void aConditionAwaitsTheDescription() {
        HostRule rule = HostRule.matching(participant -> true);
        RoomView undescribed = viewOf(rule, room.published(anna, 2, "TR_a"), room.lease("anna", 3, LeaseSign.RENEWED));

        assertThat(undescribed.hosts()).isEmpty();
        assertThat(undescribed.on(room.listed(4, anna), SeenRoom.at(4)).host().presence())
                .contains(UP);
    }

    @Test
    void aRejoinKeepsTheAnswerUntilDescribedAnew() {
        HostRule rule = HostRule.matching(participant -> true);
        Guest back = Guest.of("anna", 30);

        assertThat(viewOf(
                                rule,
                                room.joined(anna),
                                room.left(anna, 20, LeftReason.CONNECTION_TIMEOUT),
                                room.published(back, 31, "TR_c"))
                        .host()
                        .presence())
                .contains(UP);
    }

    @Test
    void aRuleThatThrowsHasNotAnswered() {
        HostRule rule = HostRule.matching(participant -> {
            throw new StackOverflowError("a rule of the application's");
        });
        RoomView view = viewOf(rule, room.joined(anna), room.left(anna, 9, LeftReason.CLIENT_INITIATED));

        assertThat(view.host().presence()).isEmpty();
        assertThat(view.host().reason()).isEqualTo(Reason.RULE_FAILED);
        assertThat(view.participant("anna").presence()).contains(DOWN);
    }

    @Test
    void aRuleThatThrowsOnARejoinIsNoFall() {
        boolean[] fails = new boolean[1];
        HostRule rule = HostRule.matching(participant -> {
            if (fails[0]) {
                throw new IllegalStateException("a rule of the application's");
            }
            return true;
        });
        RoomView view = viewOf(rule, room.joined(anna));
        fails[0] = true;

        assertThat(view.on(room.joined(Guest.of("anna", 9)), SeenRoom.at(9))
                        .host()
                        .presence())
                .isEmpty();
    }

    @Test
    void anEmptyIdentityIsRefused() {
        assertThatThrownBy(() -> HostRule.identity("")).isInstanceOf(IllegalArgumentException.class);
    }
}
