package io.github.streamlifecycle.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.rx.AutoStop;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Every promise has a test tagged with its number, for the machine and for the shell. */
class PromisesTest {
    private static final Set<String> PROMISES =
            IntStream.rangeClosed(1, 8).mapToObj(number -> "P" + number).collect(Collectors.toCollection(TreeSet::new));

    @Test
    void everyPromiseHasATestOfTheMachine() {
        assertThat(provedIn(EdgeTriggeredStopper.class.getPackageName())).isEqualTo(PROMISES);
    }

    @Test
    void everyPromiseHasATestOfTheShell() {
        assertThat(provedIn(AutoStop.class.getPackageName())).isEqualTo(PROMISES);
    }

    /** Returns the tags of the tests in exactly that package. */
    private static Set<String> provedIn(String packageName) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectPackage(packageName))
                .filters(EngineFilter.includeEngines("junit-jupiter", "jqwik"))
                .build();
        TestPlan plan = LauncherFactory.create().discover(request);
        return plan.getRoots().stream()
                .flatMap(root -> plan.getDescendants(root).stream())
                .filter(test -> isIn(packageName, test))
                .flatMap(test -> test.getTags().stream())
                .map(tag -> tag.getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isIn(String packageName, TestIdentifier test) {
        String className = test.getSource()
                .map(source -> source instanceof MethodSource method
                        ? method.getClassName()
                        : source instanceof ClassSource type ? type.getClassName() : "")
                .orElse("");
        return className.replaceAll("\\.[^.]*$", "").equals(packageName);
    }
}
