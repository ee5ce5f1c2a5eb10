/** Kafka's own package: what bounds its consumer has to be in it. */
package org.apache.kafka.clients.consumer.internals;
