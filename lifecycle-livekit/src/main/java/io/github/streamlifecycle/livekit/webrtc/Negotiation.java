package io.github.streamlifecycle.livekit.webrtc;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableEmitter;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleEmitter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The offer/answer exchange of one peer connection, without trickle: descriptions come with all their candidates.
 *
 * <p>Results come on a daemon thread of this package. Failures are {@link WhipException}s of kind NEGOTIATION. A
 * machine without a network interface never has a candidate, so callers need a time-out.
 */
final class Negotiation {
    private static final long LOOK_EVERY_MILLIS = 10;

    private final RTCPeerConnection connection;

    Negotiation(RTCPeerConnection connection) {
        this.connection = connection;
    }

    /** Makes an offer and gathers its candidates. */
    Single<Sdp> offer() {
        return description("offer", observer -> connection.createOffer(new RTCOfferOptions(), observer));
    }

    /** Answers the peer's offer and gathers the answer's candidates. */
    Single<Sdp> answer(Sdp offer) {
        return remote(RTCSdpType.OFFER, offer)
                .andThen(description("answer", observer -> connection.createAnswer(new RTCAnswerOptions(), observer)));
    }

    /** Applies the peer's answer. */
    Completable accept(Sdp answer) {
        return remote(RTCSdpType.ANSWER, answer);
    }

    /** Rolls back an offer that was not answered. */
    Completable rollBack() {
        return set(
                "the rollback",
                observer ->
                        connection.setLocalDescription(new RTCSessionDescription(RTCSdpType.ROLLBACK, ""), observer));
    }

    private interface Creation {
        void with(CreateSessionDescriptionObserver observer);
    }

    private Single<Sdp> description(String what, Creation creation) {
        return Single.<RTCSessionDescription>create(emitter -> {
                    try {
                        synchronized (connection) {
                            creation.with(
                                    Callbacks.safe(CreateSessionDescriptionObserver.class, new Created(what, emitter)));
                        }
                    } catch (NullPointerException closed) {
                        // by somebody who may wait for this no more
                        emitter.tryOnError(closed);
                    }
                })
                .observeOn(Callbacks.SCHEDULER)
                .flatMapCompletable(description ->
                        set("the local " + what, observer -> connection.setLocalDescription(description, observer)))
                .andThen(gathered())
                .onErrorResumeNext(error -> Single.error(failure("the " + what + " could not be made", error)));
    }

    private Completable remote(RTCSdpType type, Sdp sdp) {
        String what = "the remote " + type.name().toLowerCase(Locale.ROOT);
        return set(
                        what,
                        observer ->
                                connection.setRemoteDescription(new RTCSessionDescription(type, sdp.text()), observer))
                .onErrorResumeNext(error -> Completable.error(failure(what + " could not be applied", error)));
    }

    private interface Setting {
        void with(SetSessionDescriptionObserver observer);
    }

    private Completable set(String what, Setting setting) {
        return Completable.create(emitter -> {
                    try {
                        synchronized (connection) {
                            setting.with(Callbacks.safe(SetSessionDescriptionObserver.class, new Set(what, emitter)));
                        }
                    } catch (NullPointerException closed) {
                        // by somebody who may wait for this no more
                        emitter.tryOnError(closed);
                    }
                })
                .observeOn(Callbacks.SCHEDULER);
    }

    /** Waits for candidates: the state may still say COMPLETE of the last description while the new one has none. */
    private Single<Sdp> gathered() {
        return Flowable.interval(0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS, Callbacks.SCHEDULER)
                .onBackpressureDrop()
                .concatMapMaybe(tick -> completeDescription())
                .filter(sdp -> !sdp.udpCandidates().isEmpty())
                .firstOrError();
    }

    /** Reads the description once its candidates are gathered; a closed connection is no error to who waits no more. */
    private Maybe<Sdp> completeDescription() {
        return Maybe.create(emitter -> {
            try {
                localDescription().ifPresentOrElse(emitter::onSuccess, emitter::onComplete);
            } catch (NullPointerException closed) {
                emitter.tryOnError(closed);
            }
        });
    }

    private Optional<Sdp> localDescription() {
        synchronized (connection) {
            return connection.getIceGatheringState() == RTCIceGatheringState.COMPLETE
                    ? Optional.of(new Sdp(connection.getLocalDescription().sdp))
                    : Optional.empty();
        }
    }

    private static WhipException failure(String what, Throwable error) {
        return error instanceof WhipException known
                ? known
                : new WhipException(WhipException.Kind.NEGOTIATION, 0, what + ": " + error, error);
    }

    private record Created(String what, SingleEmitter<RTCSessionDescription> emitter)
            implements CreateSessionDescriptionObserver {
        @Override
        public void onSuccess(RTCSessionDescription description) {
            emitter.onSuccess(description);
        }

        @Override
        public void onFailure(String error) {
            emitter.tryOnError(new WhipException(WhipException.Kind.NEGOTIATION, "no " + what + ": " + error));
        }
    }

    private record Set(String what, CompletableEmitter emitter) implements SetSessionDescriptionObserver {
        @Override
        public void onSuccess() {
            emitter.onComplete();
        }

        @Override
        public void onFailure(String error) {
            emitter.tryOnError(new WhipException(WhipException.Kind.NEGOTIATION, what + " was not accepted: " + error));
        }
    }
}
