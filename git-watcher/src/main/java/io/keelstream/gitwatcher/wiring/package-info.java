/**
 * git-watcher as a Spring Boot application: one configuration, one record of properties, one main class.
 */
@NullMarked
package io.keelstream.gitwatcher.wiring;

import org.jspecify.annotations.NullMarked;
