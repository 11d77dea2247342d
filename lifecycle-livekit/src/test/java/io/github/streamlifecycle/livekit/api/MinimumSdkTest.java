package io.github.streamlifecycle.livekit.api;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class MinimumSdkTest {
    @Test
    void sdkOfTheBuildIsNewEnough() {
        assertThatCode(MinimumSdk::check).doesNotThrowAnyException();
    }

    @Test
    void olderSdkIsNamedWithItsPlace() {
        assertThatIllegalStateException()
                .isThrownBy(() -> MinimumSdk.check(getClass().getClassLoader(), "getFieldOfTheFuture"))
                .withMessageStartingWith(
                        "io.livekit:livekit-server is too old: version 0.13.0 or newer is needed, found file:")
                .withMessageContaining("livekit-server");
    }

    @Test
    void missingSdkIsNamed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> MinimumSdk.check(ClassLoader.getPlatformClassLoader(), "any"))
                .withMessage("io.livekit:livekit-server is missing: version 0.13.0 or newer is needed");
    }
}
