@file:JvmName("Consumer")

package consumer

import io.github.streamlifecycle.core.Presence
import io.github.streamlifecycle.livekit.LiveKit
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress
import io.github.streamlifecycle.livekit.events.Outcome
import io.github.streamlifecycle.livekit.events.StreamEvent
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble
import java.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.filterIsInstance
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.rx3.asFlowable
import kotlinx.coroutines.rx3.await
import kotlinx.coroutines.withTimeout

/** Starts a guarded stream and drops its host: its presence is a StateFlow, its events are a Flow. */
fun main() = runBlocking {
    LiveKitDouble.builder().speed(10.0).start().use { server ->
        LiveKit.connect(server.url(), server.apiKey(), server.apiSecret()).use { livekit ->
            server.joinAndPublish("my-room", "host")
            withTimeout(60.seconds) { drop(server, livekit) }
        }
    }
    println("Kotlin coroutines, declared first: dropped, stopped once, confirmed.")
}

private suspend fun drop(server: LiveKitDouble, livekit: LiveKit) {
    val presence = MutableStateFlow(Presence.UP)
    val stream = livekit.guard("my-room", presence.asFlowable())
        .grace(Duration.ofMillis(200))
        .start(RoomCompositeEgress.grid().toRtmp("rtmp://127.0.0.1/live/key"))
    stream.events().asFlow().filterIsInstance<StreamEvent.Live>().first()
    presence.value = Presence.SUSPECT
    val outcome = stream.outcome().await()
    check(outcome is Outcome.HostDropped && outcome.receipt().isOver) { outcome }
    check(server.calls("StopEgress").size == 1) { "one stop was sent" }
}
