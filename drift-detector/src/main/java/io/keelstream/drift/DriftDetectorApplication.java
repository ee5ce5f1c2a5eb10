package io.keelstream.drift;

import io.keelstream.service.ServiceProcess;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The drift detector as a process of its own. */
@SpringBootApplication
public class DriftDetectorApplication {

    /** For Spring. */
    public DriftDetectorApplication() {}

    /** Starts the service; configured as every Spring Boot application is. */
    public static void main(String[] arguments) {
        ServiceProcess.run(DriftDetectorApplication.class, DriftDetector.SERVICE, arguments);
    }
}
