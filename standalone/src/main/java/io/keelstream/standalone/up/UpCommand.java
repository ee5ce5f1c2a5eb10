package io.keelstream.standalone.up;

import io.keelstream.cli.CommandFailure;
import io.keelstream.contracts.text.Printable;
import io.keelstream.standalone.state.StateFolder;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.KafkaException;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the whole system in this process until it is interrupted. */
@Command(
        name = "up",
        description = {
            "Runs all of Keelstream in one process.",
            "Without options it includes a Kafka broker, a Kubernetes sandbox and a demo repository."
        },
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {

    @Mixin
    private UpOptions options = new UpOptions();

    @Override
    public Integer call() throws Exception {
        // Before the first logger is made: logs go to the state folder, also those of libraries.
        System.setProperty(
                "keelstream.log", options.state.resolve("keelstream.log").toString());
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Announcement announcement = new Announcement(System.out);
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            asked.countDown();
            await(ended);
        }));
        try (LoggedErrors errors = new LoggedErrors()) {
            return run(announcement, asked, errors.terminal());
        } finally {
            ended.countDown();
        }
    }

    private int run(Announcement announcement, CountDownLatch asked, PrintStream terminal) throws InterruptedException {
        try (StateFolder state = StateFolder.lock(options.state);
                RunningSystem system = new RunningSystem(options, options.installation(), state, announcement)) {
            system.start();
            asked.await();
            announcement.line("stopping");
            return 0;
        } catch (CommandFailure failure) {
            return ended(failure, terminal);
        } catch (InterruptedException | KafkaException e) {
            throw e;
        } catch (Exception e) {
            if (e.getCause() instanceof CommandFailure failure) {
                return ended(failure, terminal);
            }
            LoggerFactory.getLogger(UpCommand.class).atError().setCause(e).log("Ended by a fault");
            terminal.println("keelstream: this is a fault of keelstream itself ("
                    + e.getClass().getSimpleName() + "). Please report it with "
                    + options.state.resolve("keelstream.log"));
            return 1;
        }
    }

    private static int ended(CommandFailure failure, PrintStream terminal) {
        terminal.println(Printable.lines("keelstream: " + failure.getMessage()));
        return failure.exitCode();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
