/** What a lease is kept with. */
export interface LeaseOptions {
  /** Where the backend takes leases, by WebSocket and by POST: `https:` or `wss:`, or a path of the page's own origin. */
  url: string | URL;
  /** The LiveKit token that the host joined with, or a function that gets one; asked again when the backend refuses it. */
  token: string | (() => string | Promise<string>);
  /** The connection that publishes, or a function that returns the current one where it changes. */
  connection: RTCPeerConnection | (() => RTCPeerConnection | null | undefined);
}

/** A lease that is being kept. */
export interface Lease {
  /** Says goodbye: the host stops. A second time changes nothing. */
  close(): void;
}

/** Says once a second that the connection publishes, or that its media do not get out, until the page goes away. */
export function keepLease(options: LeaseOptions): Lease;

/** What a connection has counted so far, at a time in milliseconds. */
export interface TransportSample {
  at: number;
  received: number;
  sent: number;
  lost: number;
}

/** Returns a function that takes samples, several a second, and returns whether the path looks cut. */
export function cutDetector(): (next: TransportSample) => boolean;
