package org.sterna.platform.management.prometheus;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Figures of the process and its JVM, under the names that Prometheus' own clients give them. */
public final class ProcessFigures {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double MILLIS = TimeUnit.SECONDS.toMillis(1);
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final int PAGE = 4096;

    private ProcessFigures() { }

    public static void addTo(Figures figures) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        figures.counter("process_cpu_seconds_total", "Time on processors, of users and system, in seconds.", () -> system.getProcessCpuTime() / NANOS)
                .gauge("process_start_time_seconds", "Start of the process, in seconds since 1970.", () -> ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS)
                .gauge("process_resident_memory_bytes", "Memory that is resident.", () -> statm(1))
                .gauge("process_virtual_memory_bytes", "Memory that is addressed.", () -> statm(0));
        if (system instanceof UnixOperatingSystemMXBean unix) {
            figures.gauge("process_open_fds", "Open file descriptors.", unix::getOpenFileDescriptorCount)
                    .gauge("process_max_fds", "Most file descriptors that the process may have.", unix::getMaxFileDescriptorCount);
        }
        memory(figures);
        collections(figures);
        threads(figures);
    }

    /** NaN where there is no such file. */
    private static double statm(int field) {
        try {
            return Long.parseLong(Files.readString(STATM).split(" ")[field]) * (double) PAGE;
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private static void memory(Figures figures) {
        List<String> area = List.of("area");
        figures.gauge("jvm_memory_used_bytes", "Memory in use.", area, values -> {
            values.add(heap().getUsed(), "heap");
            values.add(nonHeap().getUsed(), "nonheap");
        }).gauge("jvm_memory_committed_bytes", "Memory taken from the system.", area, values -> {
            values.add(heap().getCommitted(), "heap");
            values.add(nonHeap().getCommitted(), "nonheap");
        }).gauge("jvm_memory_max_bytes", "Most memory that may be used; -1 without a limit.", area, values -> {
            values.add(heap().getMax(), "heap");
            values.add(nonHeap().getMax(), "nonheap");
        }).gauge("jvm_memory_pool_used_bytes", "Memory in use, by pool.", List.of("pool"), values -> {
            for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
                values.add(pool.getUsage().getUsed(), pool.getName());
            }
        }).gauge("jvm_buffer_pool_used_bytes", "Memory of buffers outside of the heap.", List.of("pool"), values -> {
            for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
                values.add(pool.getMemoryUsed(), pool.getName());
            }
        });
    }

    private static MemoryUsage heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    }

    private static MemoryUsage nonHeap() {
        return ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
    }

    private static void collections(Figures figures) {
        figures.counter("jvm_gc_collections_total", "Garbage collections.", List.of("gc"), values -> {
            for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
                values.add(Math.max(0, collector.getCollectionCount()), collector.getName());
            }
        }).counter("jvm_gc_collection_seconds_total", "Time of garbage collections, in seconds.", List.of("gc"), values -> {
            for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
                values.add(Math.max(0, collector.getCollectionTime()) / MILLIS, collector.getName());
            }
        });
    }

    private static void threads(Figures figures) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        figures.gauge("jvm_threads_current", "Living threads.", threads::getThreadCount)
                .gauge("jvm_threads_daemon", "Living threads that do not keep the process alive.", threads::getDaemonThreadCount)
                .gauge("jvm_threads_peak", "Most threads at one time since the start.", threads::getPeakThreadCount)
                .counter("jvm_threads_started_total", "Threads started since the start.", threads::getTotalStartedThreadCount)
                .gauge("jvm_classes_currently_loaded", "Loaded classes.", () -> ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    }
}
