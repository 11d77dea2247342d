package io.github.streamlifecycle.livekit.browser;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the browser of {@link WithChromium} for the first test that needs it, and closes it after the last. */
final class ChromiumExtension implements ExecutionCondition, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(ChromiumExtension.class);

    /** Found once, and said once. */
    private static final class Found {
        static final Optional<InstalledBrowser> BROWSER = find();

        private static Optional<InstalledBrowser> find() {
            Optional<InstalledBrowser> found = InstalledBrowser.find();
            System.out.println(found.map(browser -> "Browser tests run in " + browser.browser() + ".")
                    .orElse(InstalledBrowser.MISSING));
            return found;
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Found.BROWSER.isPresent()
                ? ConditionEvaluationResult.enabled("a browser is installed")
                : ConditionEvaluationResult.disabled(InstalledBrowser.MISSING);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Chromium.class;
    }

    @Override
    public Chromium resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        Chromium.class, key -> Chromium.start(Found.BROWSER.orElseThrow()), Chromium.class);
    }
}
