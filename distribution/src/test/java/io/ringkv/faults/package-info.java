/**
 * Real processes under real faults: clients work while processes are killed or put to sleep, networks are cut and lose
 * packets, clocks go wrong and clients misbehave. What the clients saw is judged. {@code UnderFault} is the frame of
 * each test, {@code Network} the machines, {@code RecordedLoad} the clients.
 */
package io.ringkv.faults;
