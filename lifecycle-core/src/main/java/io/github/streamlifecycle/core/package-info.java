/**
 * The machine that decides when a stream has to be stopped: pure values, no IO, no thread, no clock, no log.
 *
 * <p>Read {@link io.github.streamlifecycle.core.EdgeTriggeredStopper} first; it is a value over two small
 * dimensions, and {@link io.github.streamlifecycle.core.Signal}s move it. The rule in one line: <b>STOP when the host
 * falls to DOWN while the stream is ON</b>.
 *
 * <pre>{@code
 *  host                                                    stream
 *
 *  NEVER ── HOSTING_UP ──▶ UP ◀── HOSTING_UP ─────┐        OFF ── STREAMING_ON ──▶ ON
 *                          │ ▲                    │         ▲ ▲                   │ ▲
 *          HOSTING_SUSPECT │ │ HOSTING_UP         │         │ └── STREAMING_OFF ──┘ │
 *            (START_GRACE) ▼ │ (CANCEL_GRACE)     │         │                       │ STOP_FAILED
 *                        SUSPECT                  │         │      the host falls   │ (armed again)
 *                          │                      │         │          (STOP)       │
 *           GRACE_ELAPSED  │                      │         │             │         │
 *        or HOSTING_DOWN   ▼                      │         │             ▼         │
 *   UP ── HOSTING_DOWN ─▶ DOWN ───────────────────┘         └─ STREAMING_OFF ─ STOPPING
 * }</pre>
 *
 * <p>The machine never waits. {@link io.github.streamlifecycle.core.Decision#START_GRACE} asks its caller to wait for
 * as long as the caller's grace period is and to come back with
 * {@link io.github.streamlifecycle.core.Signal#GRACE_ELAPSED}; whoever needs that done uses the shell in
 * {@code io.github.streamlifecycle.core.rx}. A caller without a grace period never sends
 * {@link io.github.streamlifecycle.core.Signal#HOSTING_SUSPECT}, and the machine is then exactly
 * {@code wasHosting && !isHosting && isStreaming}.
 *
 * <p>What the machine promises, whatever the signals and their order:
 *
 * <ul>
 *   <li><b>P1</b> no stop before the host was up once;
 *   <li><b>P2</b> at most one stop per streaming session, unless the caller reports that the stop failed;
 *   <li><b>P3</b> a stop only on a falling edge of hosting while streaming is on;
 *   <li><b>P4</b> no stop after the user's own stop, which turns streaming off;
 *   <li><b>P5</b> no stop for a suspicion that recovers before its grace period has elapsed;
 *   <li><b>P6</b> a drop that lasts, while streaming, is always decided as a stop;
 *   <li><b>P7</b> a repeated level changes nothing;
 *   <li><b>P8</b> without grace, the expression above, exactly.
 * </ul>
 */
@NullMarked
package io.github.streamlifecycle.core;

import org.jspecify.annotations.NullMarked;
