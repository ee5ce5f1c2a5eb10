package io.keelstream.gitwatcher.wiring;

import io.keelstream.gitwatcher.GitWatcher;
import io.keelstream.service.ServiceProcess;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The git-watcher as a process of its own. */
@SpringBootApplication
public class GitWatcherApplication {

    /** For Spring. */
    public GitWatcherApplication() {}

    /** Starts the service; configured as every Spring Boot application is. */
    public static void main(String[] arguments) {
        ServiceProcess.run(GitWatcherApplication.class, GitWatcher.SERVICE, arguments);
    }
}
