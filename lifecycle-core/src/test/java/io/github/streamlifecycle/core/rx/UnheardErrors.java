package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A collector for {@code RxJavaPlugins.onError} that fails any test which leaves errors in it. */
final class UnheardErrors implements BeforeEachCallback, AfterEachCallback {
    private final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void beforeEach(ExtensionContext context) {
        RxJavaPlugins.setErrorHandler(errors::add);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        RxJavaPlugins.setErrorHandler(null);
        assertThat(errors).as("errors that nobody heard").isEmpty();
    }

    /** Returns and removes the errors collected so far. */
    List<Throwable> take() {
        List<Throwable> taken = List.copyOf(errors);
        errors.clear();
        return taken;
    }
}
