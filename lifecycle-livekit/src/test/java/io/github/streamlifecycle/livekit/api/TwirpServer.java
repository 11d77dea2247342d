package io.github.streamlifecycle.livekit.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.ListEgressResponse;
import livekit.LivekitEgress.StopEgressRequest;

/** A server on loopback that keeps what it is sent, answers starts and stops at once, and holds back its lists. */
final class TwirpServer implements AutoCloseable {
    private static final String PREFIX = "/twirp/";

    /** A request as it came. */
    record Request(String method, String authorization, ByteString body) {}

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch lists = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    TwirpServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext(PREFIX, this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    List<Request> requests() {
        return requests;
    }

    long count(String method) {
        return requests.stream().filter(one -> one.method().equals(method)).count();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestURI().getPath().substring(PREFIX.length());
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests.add(
                new Request(method, exchange.getRequestHeaders().getFirst("Authorization"), ByteString.copyFrom(body)));
        byte[] answer = answer(method, body).toByteArray();
        exchange.getResponseHeaders().set("Content-Type", "application/protobuf");
        exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private Message answer(String method, byte[] body) throws IOException {
        if (method.contains("/List")) {
            awaitRelease();
            return ListEgressResponse.getDefaultInstance();
        }
        String egressId = method.endsWith("/StopEgress")
                ? StopEgressRequest.parseFrom(body).getEgressId()
                : "EG_started";
        return EgressInfo.newBuilder().setEgressId(egressId).build();
    }

    private void awaitRelease() {
        try {
            lists.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    void releaseLists() {
        lists.countDown();
    }

    @Override
    public void close() {
        releaseLists();
        server.stop(0);
        threads.shutdownNow();
    }
}
