package io.keelstream.drift;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The drift detector as a process of its own. */
@SpringBootApplication
public class DriftDetectorApplication {

    /** What makes this a service without a web server; kept here, since a process that runs all services has its own. */
    private static final Map<String, Object> DEFAULTS = Map.of(
            "spring.application.name", DriftDetector.SERVICE,
            "spring.main.banner-mode", "off",
            "spring.main.keep-alive", "true",
            "spring.threads.virtual.enabled", "true");

    /** Starts the service; configured as every Spring Boot application is. */
    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(DriftDetectorApplication.class);
        application.setDefaultProperties(DEFAULTS);
        application.run(arguments);
    }
}
