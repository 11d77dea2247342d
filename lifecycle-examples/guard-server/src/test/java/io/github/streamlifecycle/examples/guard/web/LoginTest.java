package io.github.streamlifecycle.examples.guard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.examples.guard.config.AdminToken;
import org.junit.jupiter.api.Test;

class LoginTest {
    private static final long NOW = 1_795_521_720;

    private final Login login = new Login(new AdminToken("correct-horse-battery-staple"));

    @Test
    void holdsForTwelveHours() {
        String value = login.until(NOW);
        assertThat(login.holds(value, NOW)).isTrue();
        assertThat(login.holds(value, NOW + Login.SECONDS - 1)).isTrue();
        assertThat(login.holds(value, NOW + Login.SECONDS)).isFalse();
    }

    @Test
    void nobodyProlongsIt() {
        String value = login.until(NOW);
        String later = (NOW + 2L * Login.SECONDS) + value.substring(value.indexOf('.'));
        assertThat(login.holds(later, NOW)).isFalse();
    }

    @Test
    void anotherTokenOrNonsenseIsNone() {
        Login other = new Login(new AdminToken("another-horse-battery-staple"));
        assertThat(other.holds(login.until(NOW), NOW)).isFalse();
        for (String nonsense :
                new String[] {"", ".", "1.", "-1.x", "9999999999999999999.x", "x", login.until(NOW) + "0"}) {
            assertThat(login.holds(nonsense, NOW)).as(nonsense).isFalse();
        }
    }
}
