package io.keelstream.gitwatcher.wiring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** git-watcher as a process of its own. */
@SpringBootApplication
public class GitWatcherApplication {

    /** For Spring. */
    public GitWatcherApplication() {}

    /** Starts the service; ends when the process is asked to. */
    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(GitWatcherApplication.class);
        application.setKeepAlive(true);
        application.run(arguments);
    }
}
