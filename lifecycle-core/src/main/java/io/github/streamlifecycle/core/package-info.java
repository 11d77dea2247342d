/**
 * The pure machine that decides when a stream has to be stopped: values without IO, threads, clock or log.
 *
 * <p>Start with {@link io.github.streamlifecycle.core.EdgeTriggeredStopper}, a value over two small dimensions that
 * {@link io.github.streamlifecycle.core.Signal}s move. The rule in one line: <b>STOP when the host falls to DOWN while
 * the stream is ON</b>.
 *
 * <pre>{@code
 *  host                                                    stream
 *
 *  NEVER ── HOSTING_UP ──▶ UP ◀── HOSTING_UP ─────┐        OFF ── STREAMING_ON ──▶ ON
 *                          │ ▲                    │         ▲ ▲                   │ ▲
 *          HOSTING_SUSPECT │ │ HOSTING_UP         │         │ └── STREAMING_OFF ──┘ │
 *            (START_GRACE) ▼ │ (CANCEL_GRACE)     │         │                       │ STOP_FAILED
 *                        SUSPECT                  │         │      the host falls   │ STOP_WITHDRAWN (host not DOWN)
 *                          │                      │         │          (STOP)       │ (armed again)
 *           GRACE_ELAPSED  │                      │         │             │         │
 *        or HOSTING_DOWN   ▼                      │         │             ▼         │
 *   UP ── HOSTING_DOWN ─▶ DOWN ───────────────────┘         └─ STREAMING_OFF ─ STOPPING ◀─┐
 *                                                                               └─────────┘
 *                                                                 STOP_WITHDRAWN, host DOWN (STOP again)
 * }</pre>
 *
 * <p>The machine never waits. {@link io.github.streamlifecycle.core.Decision#START_GRACE} asks the caller to wait for
 * the grace period and then to report {@link io.github.streamlifecycle.core.Signal#GRACE_ELAPSED}; the shell in
 * {@code io.github.streamlifecycle.core.rx} does that for you. Without a grace period the wait is zero: the caller
 * reports it at once, every suspicion is a fall, and the machine is exactly
 * {@code wasHosting && !isHosting && isStreaming}.
 *
 * <p>The machine's promises hold for all signals in any order:
 *
 * <ul>
 *   <li><b>P1</b> no stop before the host has been up once;
 *   <li><b>P2</b> at most one stop per streaming session, unless the caller reports that the stop failed or was
 *       withdrawn;
 *   <li><b>P3</b> a stop only on a falling edge of hosting while streaming is on; a stop withdrawn after the host fell
 *       again is repeated for that edge;
 *   <li><b>P4</b> no stop after the user's own stop, which turns streaming off;
 *   <li><b>P5</b> no stop for a suspicion that recovers before its grace period has elapsed;
 *   <li><b>P6</b> a lasting drop while streaming is always decided as a stop;
 *   <li><b>P7</b> a repeated level changes nothing;
 *   <li><b>P8</b> without grace, the expression above, exactly.
 * </ul>
 */
@NullMarked
package io.github.streamlifecycle.core;

import org.jspecify.annotations.NullMarked;
