package io.keelstream.kubernetes.health;

/**
 * An object's health and why.
 *
 * @param health the state
 * @param message for people; empty where the state says it all
 */
public record HealthStatus(Health health, String message) {}
