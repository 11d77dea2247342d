package io.github.streamlifecycle.examples.guard.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.server.rooms.GuardStore;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What guards rely on, whatever the store is made of. */
abstract class GuardStoreContract {
    private static final byte[] ONE = {1, 2, 3};
    private static final byte[] OTHER = {4};

    abstract GuardStore open() throws IOException;

    /** Returns what another process would find. */
    abstract GuardStore reopened(GuardStore store) throws IOException;

    private static void close(GuardStore store) {
        if (store instanceof FileGuardStore file) {
            file.close();
        }
    }

    @Test
    void whatWasPutIsFoundAgain() throws IOException {
        GuardStore store = open();
        store.put("one", ONE);
        store.put("other room / \u00fc\u4e16", OTHER);
        GuardStore again = reopened(store);
        assertThat(again.loadAll())
                .hasSize(2)
                .containsEntry("one", ONE)
                .containsEntry("other room / \u00fc\u4e16", OTHER);
        close(again);
    }

    @Test
    void latestValueCounts() throws IOException {
        GuardStore store = open();
        store.put("room", ONE);
        store.put("room", OTHER);
        GuardStore again = reopened(store);
        assertThat(again.loadAll()).hasSize(1).containsEntry("room", OTHER);
        close(again);
    }

    @Test
    void removedIsGone() throws IOException {
        GuardStore store = open();
        store.put("room", ONE);
        store.remove("room");
        store.remove("never there");
        GuardStore again = reopened(store);
        assertThat(again.loadAll()).isEmpty();
        close(again);
    }

    @Test
    void laterChangeOfTheArrayChangesNothing() throws IOException {
        GuardStore store = open();
        byte[] guard = ONE.clone();
        store.put("room", guard);
        guard[0] = 9;
        GuardStore again = reopened(store);
        assertThat(again.loadAll()).containsEntry("room", ONE);
        close(again);
    }
}
