package io.github.streamlifecycle.livekit.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whatever a {@link RoomView} reaches has no clock, no thread, no log and nobody else's library. */
class FusionPurityTest {
    private static final String PRESENCE = RoomView.class.getPackageName();

    private static final Set<String> PURE_PACKAGES = Set.of(
            PRESENCE,
            "io.github.streamlifecycle.core",
            "java.lang",
            "java.lang.annotation",
            "java.lang.invoke",
            "java.lang.runtime",
            "java.util",
            "java.util.function",
            "java.util.stream",
            "java.util.zip",
            "java.nio",
            "java.nio.charset",
            "org.jspecify.annotations");

    private static final Set<String> IMPURE =
            Set.of("java.lang.System", "java.lang.Thread", "java.lang.Runtime", "java.util.Timer", "java.util.Random");

    private static final JavaClasses MODULE = new ClassFileImporter().importPackages(PRESENCE);

    private static Set<JavaClass> reachedFrom(Class<?> root) {
        Set<JavaClass> reached = new TreeSet<>((one, other) -> one.getName().compareTo(other.getName()));
        Deque<JavaClass> next = new ArrayDeque<>(Set.of(MODULE.get(root)));
        while (!next.isEmpty()) {
            JavaClass type = next.pop();
            if (reached.add(type)) {
                type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                        .filter(target -> target.getPackageName().equals(PRESENCE))
                        .forEach(next::push);
            }
        }
        return reached;
    }

    private static boolean isImpure(Dependency dependency) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        boolean allowed = target.isPrimitive()
                || PURE_PACKAGES.contains(target.getPackageName())
                || target.getName().equals("java.io.ByteArrayOutputStream");
        return !allowed || IMPURE.contains(target.getName());
    }

    @Test
    void theFusionIsPure() {
        assertThat(reachedFrom(RoomView.class))
                .hasSizeGreaterThan(20)
                .flatExtracting(JavaClass::getDirectDependenciesFromSelf)
                .isNotEmpty()
                .noneMatch(FusionPurityTest::isImpure);
    }

    @Test
    void impurityIsCaught() {
        assertThat(MODULE.get(RandomRoom.class).getDirectDependenciesFromSelf()).anyMatch(FusionPurityTest::isImpure);
    }
}
