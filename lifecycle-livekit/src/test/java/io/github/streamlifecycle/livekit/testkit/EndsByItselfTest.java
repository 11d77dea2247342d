package io.github.streamlifecycle.livekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every row of what ends by itself, in seconds since the last packet of the host. */
class EndsByItselfTest {
    /** When the host is lost: everything has long begun. */
    private static final double T0 = 12;

    private static final double NEVER = 180;
    private static final Map<String, String> REQUESTS = Map.of(
            "RoomComposite", "\"room_name\":\"room\"",
            "Web", "\"url\":\"https://example.org\"",
            "Participant", "\"room_name\":\"room\",\"identity\":\"host\"",
            "TrackComposite", "\"room_name\":\"room\",\"video_track_id\":\"TRACK\"",
            "Track", "\"room_name\":\"room\",\"track_id\":\"TRACK\"");
    private static final Map<String, BiConsumer<Scene, RoomMember>> CAUSES = Map.of(
            "drop alone", (scene, host) -> host.drop(),
            "drop, viewer stays", (scene, host) -> host.drop(),
            "leave", (scene, host) -> host.leave(),
            "delete", (scene, host) -> scene.call("RoomService/DeleteRoom", "{\"room\":\"room\"}"));

    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    private RoomMember host(String client) {
        return client.equals("WHIP")
                ? scene.server.joinAndPublish("room", "host")
                : scene.server.joinAndPublishFromBrowser("room", "host");
    }

    private void start(String type) {
        String track = scene.server.webhooks().stream()
                .map(json -> JsonParser.parseString(json).getAsJsonObject())
                .filter(webhook -> webhook.has("track"))
                .map(webhook -> webhook.getAsJsonObject("track").get("sid").getAsString())
                .findFirst()
                .orElseThrow();
        scene.call("Egress/Start" + type + "Egress", "{" + REQUESTS.get(type).replace("TRACK", track) + "}");
    }

    private void lose(RoomMember host, String cause) {
        if (cause.contains("viewer")) {
            scene.at(2, () -> scene.server.join("room", "viewer"));
        }
        scene.at(T0, () -> CAUSES.get(cause).accept(scene, host));
    }

    private void assertBetween(double from, double to, String... told) throws Exception {
        var before = scene.ask(T0 + from - 0.001, () -> Stream.of(told).anyMatch(scene::told));
        var after = scene.ask(T0 + to, () -> Stream.of(told).allMatch(scene::told));
        scene.play();
        assertThat(Scene.got(before)).as("before " + from + " s").isFalse();
        assertThat(Scene.got(after)).as("after " + to + " s").isTrue();
    }

    private <T> T at(double seconds, Callable<T> question) throws Exception {
        var answer = scene.ask(seconds, question);
        scene.play();
        return Scene.got(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "WHIP, drop alone, 16.1, 16.9",
        "WHIP, 'drop, viewer stays', 16.1, 16.9",
        "WHIP, leave, 0, 0.1",
        "WHIP, delete, 0, 0.1",
        "browser, drop alone, 21.5, 22",
        "browser, 'drop, viewer stays', 20, 22",
        "browser, leave, 0, 0.1",
        "browser, delete, 0, 0.1"
    })
    void publisherLeaves(String client, String cause, double from, double to) throws Exception {
        lose(host(client), cause);
        var listed = scene.ask(T0 + to, () -> scene.call("RoomService/ListParticipants", "{\"room\":\"room\"}"));
        assertBetween(from, to, "participant_left", "track_unpublished");
        assertThat(Scene.got(listed).toString()).doesNotContain("\"host\"");
    }

    @ParameterizedTest
    @CsvSource({
        "Participant, WHIP, drop alone, 16.1, 16.9",
        "Participant, WHIP, 'drop, viewer stays', 16.1, 16.9",
        "Participant, WHIP, leave, 0, 1",
        "Participant, WHIP, delete, 0, 0.1",
        "Participant, browser, drop alone, 21.5, 22",
        "Track, WHIP, drop alone, 16.1, 16.9",
        "Track, WHIP, 'drop, viewer stays', 16.1, 16.9",
        "Track, WHIP, leave, 0, 5",
        "Track, WHIP, delete, 0, 0.1",
        "Track, browser, drop alone, 21.5, 22",
        "TrackComposite, WHIP, drop alone, 16.1, 16.9",
        "TrackComposite, WHIP, 'drop, viewer stays', 16.1, 16.9",
        "TrackComposite, WHIP, leave, 0, 5",
        "TrackComposite, WHIP, delete, 0, 0.1",
        "TrackComposite, browser, drop alone, 21.5, 22",
        "RoomComposite, WHIP, drop alone, 36, 37.5",
        "RoomComposite, WHIP, leave, 19.5, 20.5",
        "RoomComposite, WHIP, delete, 0, 0.1",
        "RoomComposite, browser, drop alone, 41.5, 42.5"
    })
    void egressIsEnding(String type, String client, String cause, double from, double to) throws Exception {
        RoomMember host = host(client);
        scene.at(1, () -> start(type));
        lose(host, cause);
        assertBetween(from, to, "EGRESS_ENDING");
    }

    @ParameterizedTest
    @CsvSource({
        "RoomComposite, 'drop, viewer stays'",
        "Web, drop alone",
        "Web, 'drop, viewer stays'",
        "Web, leave",
        "Web, delete"
    })
    void egressNeverEnds(String type, String cause) throws Exception {
        RoomMember host = host("WHIP");
        scene.at(1, () -> start(type));
        lose(host, cause);
        assertThat(at(T0 + NEVER, () -> scene.told("EGRESS_ACTIVE") && !scene.told("EGRESS_ENDING")))
                .isTrue();
    }

    @Test
    void trackThatEndsEndsItsOwnEgressOnly() throws Exception {
        RoomMember host = host("WHIP");
        scene.at(1, () -> start("Track"));
        scene.at(1, () -> start("Participant"));
        scene.at(T0, host::unpublish);
        var ending = scene.ask(T0 + 9, () -> scene.times("EGRESS_ENDING"));
        assertBetween(0, 5, "EGRESS_ENDING");
        assertThat(Scene.got(ending)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"3", "8", "12"})
    void cutThatHealsIsNotTold(double seconds) throws Exception {
        RoomMember host = host("WHIP");
        scene.at(T0, host::drop);
        scene.at(T0 + seconds, host::heal);
        assertThat(at(T0 + 60, () -> scene.told("participant_left"))).isFalse();
    }

    @Test
    void whipHostThatHealsTooLateStaysAway() throws Exception {
        RoomMember host = host("WHIP");
        scene.at(T0, host::drop);
        scene.at(T0 + 30, host::heal);
        assertThat(at(T0 + 60, () -> scene.times("participant_joined"))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"10", "18"})
    void browserThatIsBackInTimeGoesOn(double seconds) throws Exception {
        RoomMember host = host("browser");
        scene.at(T0, host::drop);
        scene.at(T0 + seconds, host::heal);
        assertThat(at(T0 + 60, () -> scene.told("participant_left"))).isFalse();
    }

    @Test
    void browserThatIsBackLaterHasANewSid() throws Exception {
        RoomMember host = host("browser");
        String sid = host.sid();
        scene.at(T0, host::drop);
        scene.at(T0 + 30, host::heal);
        var later = scene.ask(T0 + 33, host::sid);
        assertThat(at(T0 + 90, () -> scene.times("room_started"))).isEqualTo(1);
        assertThat(Scene.got(later)).isNotEqualTo(sid);
    }

    @Test
    void downlinkThatIsCutIsToldLater() throws Exception {
        RoomMember host = host("WHIP");
        scene.at(T0, host::dropDownlink);
        assertBetween(31.5, 32.5, "participant_left");
    }

    @Test
    void deadPublisherIsListedActiveUntilItLeaves() throws Exception {
        RoomMember host = host("browser");
        scene.at(T0, host::drop);
        Reply listed = at(T0 + 20, () -> scene.call("RoomService/ListParticipants", "{\"room\":\"room\"}"));
        assertThat(listed.toString()).contains("state: ACTIVE", "tracks {");
    }

    @Test
    void recorderOfADeadWorkerLeavesAfter21Seconds() throws Exception {
        scene.server.next(NextEgress.WORKER_DIES);
        host("WHIP");
        scene.at(1, () -> start("Participant"));
        String left = "CONNECTION_TIMEOUT";
        var before = scene.ask(1 + 20, () -> scene.told(left));
        var after = scene.ask(1 + 25, () -> scene.told(left));
        scene.play();
        assertThat(Scene.got(before)).isFalse();
        assertThat(Scene.got(after)).isTrue();
    }

    @Test
    void countsLagByFiveSecondsAndKnowWhoEverPublished() throws Exception {
        AtomicReference<RoomMember> host = new AtomicReference<>();
        scene.at(0, () -> host.set(host("WHIP")));
        var fresh = scene.ask(1, this::counts);
        var counted = scene.ask(6, this::counts);
        scene.at(7, () -> host.get().unpublish());
        var unpublished = scene.ask(20, this::counts);
        scene.play();
        assertThat(Scene.got(fresh)).isEqualTo("0 0");
        assertThat(Scene.got(counted)).isEqualTo("1 1");
        assertThat(Scene.got(unpublished)).isEqualTo("1 1");
    }

    private String counts() {
        Reply.Ok rooms = (Reply.Ok) scene.call("RoomService/ListRooms", "{\"names\":[\"room\"]}");
        var room = ((livekit.LivekitRoom.ListRoomsResponse) rooms.body()).getRooms(0);
        return room.getNumParticipants() + " " + room.getNumPublishers();
    }
}
