package io.keelstream.gitwatcher.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.gitwatcher.GitFixture;
import io.keelstream.gitwatcher.application.RendererChoice;
import io.keelstream.gitwatcher.application.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Renders that take too long, on a clock that jumps. */
class RenderTimeTests {

    @TempDir
    Path folder;

    private final AtomicLong now = new AtomicLong();
    private GitFixture git;

    @BeforeEach
    void open() {
        git = new GitFixture(folder.resolve("infra.git"));
        git.write(
                "shop/a.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nx: [" + "y,".repeat(9_000) + "]\n");
    }

    @AfterEach
    void close() {
        git.close();
    }

    @Test
    void renderThatTakesTooLongIsTheProblemOfItsTarget() throws Exception {
        assertThat(render(Duration.ofSeconds(5)))
                .isInstanceOfSatisfying(
                        RenderResult.Refused.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .satisfies(problem -> {
                                    assertThat(problem.reason()).isEqualTo("RendererLimit");
                                    assertThat(problem.where()).isEqualTo("shop");
                                    assertThat(problem.message()).contains("more than 20 s of time");
                                }));
        assertThat(render(Duration.ofSeconds(1))).isInstanceOf(RenderResult.Rendered.class);
    }

    @Test
    void renderForWhichNobodyWaitsAnyMoreEnds() {
        AtomicLong looks = new AtomicLong();

        assertThatThrownBy(() -> render(() -> {
                    if (looks.incrementAndGet() == 4) {
                        Thread.currentThread().interrupt();
                    }
                    return 0;
                }))
                .isInstanceOf(InterruptedException.class);

        assertThat(Thread.interrupted()).isFalse();
    }

    private RenderResult render(Duration eachLook) throws InterruptedException {
        return render(() -> now.addAndGet(eachLook.toNanos()));
    }

    private RenderResult render(LongSupplier clock) throws InterruptedException {
        Target target = new Target(
                "production", "default", "shop", "shop", RendererChoice.BuiltIn.YAML, Map.of(), TargetPolicy.DEFAULT);
        return new FilesRenderer(clock)
                .render(new RenderRequest(git.snapshot(), "shop", "shop", target, ClusterFacts.UNSTATED));
    }
}
