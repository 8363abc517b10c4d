package io.annals.demo.traffic;

/**
 * How the traffic is going.
 *
 * @param running whether there is any
 * @param rate commands a second that were asked for last, 0 if none ever were
 * @param commands how many there have been since then
 * @param secondsLeft until it ends by itself
 */
public record TrafficReport(boolean running, int rate, long commands, long secondsLeft) {}
