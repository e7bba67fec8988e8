/**
 * Real processes under real faults: clients work while processes are killed or put to sleep, networks are cut and lose
 * packets, disks fail, clocks go wrong and clients misbehave. What the clients saw is judged, and the copies are
 * compared. {@code UnderFault} is the frame of each test, {@code Network} and {@code WholeMachines} the machines,
 * {@code RecordedLoad} the clients.
 */
package io.ringkv.faults;
