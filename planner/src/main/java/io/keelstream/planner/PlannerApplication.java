package io.keelstream.planner;

import io.keelstream.service.ServiceProcess;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The planner as a process of its own. */
@SpringBootApplication
public class PlannerApplication {

    /** For Spring. */
    public PlannerApplication() {}

    /** Starts the service; configured as every Spring Boot application is. */
    public static void main(String[] arguments) {
        ServiceProcess.run(PlannerApplication.class, Planner.SERVICE, arguments);
    }
}
