package io.spillway.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/** The log goes to standard error, without a configuration file to look for and parse at every start. */
public final class LogConfigurator extends ContextAwareBase implements Configurator {
    /** Held here: a logger that nobody holds forgets its level. */
    private static final java.util.logging.Logger GRPC = java.util.logging.Logger.getLogger("io.grpc");

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n");
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("stderr");
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Verbosity.isVerbose() ? Level.INFO : Level.WARN);
        // Two Armeria clients in one process register one executor's figures twice; it says so each time.
        context.getLogger("io.micrometer").setLevel(Level.ERROR);
        if (!Verbosity.isVerbose()) {
            // gRPC writes to java.util.logging, and a stack trace for every client that breaks off.
            GRPC.setLevel(java.util.logging.Level.OFF);
        }
        if (Verbosity.isVerbose()) {
            context.getLogger("io.spillway").setLevel(Level.DEBUG);
        } else {
            // A caller that goes away in the middle of a request, as at the end of the demo, is no fault of a service.
            context.getLogger("com.linecorp.armeria.server.DefaultUnloggedExceptionsReporter")
                    .setLevel(Level.ERROR);
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
