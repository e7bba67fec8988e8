package io.ringkv.node.store;

import io.ringkv.node.port.RowCursor;

import org.jspecify.annotations.Nullable;

import java.util.function.IntFunction;

/** One cursor after the other, slot by slot. */
final class AllSlotsCursor implements RowCursor {
    private final IntFunction<@Nullable RowCursor> open;
    private int nextSlot;
    private @Nullable RowCursor current;

    /** @param open the cursor of one slot, null where nothing is */
    AllSlotsCursor(IntFunction<@Nullable RowCursor> open) {
        this.open = open;
    }

    @Override
    public boolean next() {
        while (current == null || !current.next()) {
            close();
            if (nextSlot == RowKeys.SLOTS) {
                return false;
            }
            current = open.apply(nextSlot++);
        }
        return true;
    }

    @Override
    public int slot() {
        return here().slot();
    }

    @Override
    public byte[] key() {
        return here().key();
    }

    @Override
    public byte[] row() {
        return here().row();
    }

    private RowCursor here() {
        if (current == null) {
            throw new IllegalStateException("the cursor stands on no row");
        }
        return current;
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
