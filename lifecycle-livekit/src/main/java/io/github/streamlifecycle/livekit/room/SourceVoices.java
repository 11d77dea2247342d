package io.github.streamlifecycle.livekit.room;

import static io.github.streamlifecycle.core.Presence.DOWN;
import static io.github.streamlifecycle.core.Presence.SUSPECT;
import static io.github.streamlifecycle.core.Presence.UP;

import io.github.streamlifecycle.core.Presence;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The words of the sources about one person, each as if there were no other. */
record SourceVoices(PersonView view) {
    Stream<SourceReading> all() {
        return Stream.of(Source.values()).map(this::of);
    }

    private SourceReading of(Source source) {
        return switch (source) {
            case WEBHOOK -> events(source).orElse(SourceReading.nothing(source));
            case POLLING -> lists();
            case MEDIA_WATCH -> events(source).filter(SourceVoices::isEnd).orElseGet(this::media);
            case LEASE -> lease();
        };
    }

    private static boolean isEnd(SourceReading reading) {
        return reading.presence().filter(UP::equals).isEmpty();
    }

    /** Returns what the events of a source state; they speak of stays. */
    private Optional<SourceReading> events(Source source) {
        Stay stay = view.stay();
        if (stay == null) {
            return Optional.empty();
        }
        if (view.facts().isOver(stay.began())) {
            return Optional.of(Evidence.ofRoom(view))
                    .filter(end -> isBy(source, end))
                    .map(end -> said(source, DOWN, end));
        }
        Ending ending = stay.ending();
        if (ending != null && ending.said().sign() == source) {
            Presence presence = switch (ending.reason().meaning()) {
                case STAYS, REPLACED -> UP;
                case DOUBTFUL -> SUSPECT;
                case LOST, LEFT -> DOWN;
            };
            return Optional.of(said(source, presence, Evidence.ofEnding(ending)));
        }
        Reading<Source> seen = stay.seen();
        return seen == null || seen.sign() != source
                ? Optional.empty()
                : Optional.of(said(source, UP, new Evidence(connected(), Optional.of(source), seen.atMillis())));
    }

    private SourceReading lists() {
        Stay stay = view.stay();
        long latest = view.facts().lists().latest();
        if (stay == null || latest == 0) {
            return SourceReading.nothing(Source.POLLING);
        }
        return switch (view.byLists(stay)) {
            case MISSING -> said(Source.POLLING, DOWN, Evidence.ofLists(view));
            case DOUBTFUL -> said(Source.POLLING, SUSPECT, Evidence.ofLists(view));
            default ->
                stay.listedAt() == 0
                        ? SourceReading.nothing(Source.POLLING)
                        : said(
                                Source.POLLING,
                                UP,
                                new Evidence(connected(), Optional.of(Source.POLLING), stay.listedAt()));
        };
    }

    private SourceReading media() {
        Stay stay = view.stay();
        @Nullable Reading<MediaSign> media = stay == null ? null : stay.media();
        return switch (view.mediaState()) {
            case UNKNOWN -> SourceReading.nothing(Source.MEDIA_WATCH);
            case FLOW -> said(Source.MEDIA_WATCH, UP, Evidence.ofMedia(media));
            case DOUBTFUL -> said(Source.MEDIA_WATCH, SUSPECT, Evidence.ofMedia(media));
        };
    }

    private SourceReading lease() {
        Evidence lease = Evidence.ofLease(view.person().lease());
        return switch (view.leaseState()) {
            case UNKNOWN -> SourceReading.nothing(Source.LEASE);
            case RENEWED -> said(Source.LEASE, UP, lease);
            case DOUBTFUL -> said(Source.LEASE, SUSPECT, lease);
            case GOODBYE -> said(Source.LEASE, DOWN, lease);
        };
    }

    private Reason connected() {
        return view.hasTracks() ? Reason.PUBLISHES : Reason.CONNECTED;
    }

    private static boolean isBy(Source source, Evidence evidence) {
        return evidence.source().filter(source::equals).isPresent();
    }

    /** A source that has been blind since has no word. */
    private SourceReading said(Source source, Presence presence, Evidence evidence) {
        return view.facts().spans().isBlindSince(source, evidence.atMillis())
                ? SourceReading.nothing(source)
                : SourceReading.of(source, presence, evidence);
    }
}
