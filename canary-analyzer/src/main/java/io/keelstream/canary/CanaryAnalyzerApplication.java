package io.keelstream.canary;

import io.keelstream.service.ServiceProcess;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The canary analyzer as a process of its own. */
@SpringBootApplication
public class CanaryAnalyzerApplication {

    /** For Spring. */
    public CanaryAnalyzerApplication() {}

    /** Starts the service; configured as every Spring Boot application is. */
    public static void main(String[] arguments) {
        ServiceProcess.run(CanaryAnalyzerApplication.class, CanaryAnalyzer.SERVICE, arguments);
    }
}
