package io.keelstream.service;

import java.util.List;
import org.springframework.boot.health.contributor.Health;

/** What a probe answers. Pure. */
final class Probe {

    private Probe() {}

    /** Up without a word, or down with the reasons. */
    static Health answer(boolean good, List<String> problems) {
        return good
                ? Health.up().build()
                : Health.down().withDetail("problems", problems).build();
    }
}
