package io.ringkv.protocol.view;

import java.nio.charset.StandardCharsets;

/**
 * The text form of a view, as {@code GET_VIEW} sends it and nodes keep it on disk, and of a change to one, as
 * subscribers get it. One line each: the cluster, the gaps of its history, a coordinator, a member, and a set of slots
 * that are served alike. Readable in telnet, a few kilobytes for a small cluster. A change has the lines that are new,
 * the cluster, its gaps and all coordinators, and before them {@code change EPOCH}, the epoch of the view that it is a
 * change of.
 */
public final class ViewCodec {
    private ViewCodec() {}

    /** The same bytes each time, which are not to be changed. */
    public static byte[] encode(View view) {
        byte[] known = view.encoded();
        if (known == null) {
            known = text(view);
            view.encoded(known);
        }
        return known;
    }

    private static byte[] text(View view) {
        StringBuilder text = new StringBuilder(4096);
        ViewLines.appendCluster(text, view);
        for (Member member : view.members()) {
            ViewLines.appendMember(text, member);
        }
        view.shares()
                .forEach(share -> ViewLines.appendSlots(text, share.assignment(), share.slots()));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Throws IllegalArgumentException when the bytes are not a whole view. */
    public static View decode(byte[] bytes) {
        return new ViewText(bytes).whole();
    }

    /** What is other in a view than in one before it, of the same cluster. */
    public static byte[] encodeChange(View before, View view) {
        StringBuilder text = new StringBuilder();
        text.append("change ").append(before.epoch()).append('\n');
        ViewLines.appendCluster(text, view);
        for (Member member : view.members()) {
            if (!member.equals(before.member(member.id()))) {
                ViewLines.appendMember(text, member);
            }
        }
        for (Member member : before.members()) {
            if (view.member(member.id()) == null) {
                text.append("gone ").append(member.id()).append('\n');
            }
        }
        appendChangedSlots(text, view, view.changedSince(before));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void appendChangedSlots(StringBuilder text, View view, SlotSet changed) {
        SlotSet rest = changed;
        for (View.Share share : view.shares()) {
            if (share.slots().intersects(changed)) {
                SlotSet theirs = share.slots().intersection(changed);
                ViewLines.appendSlots(text, share.assignment(), theirs);
                rest = rest.without(theirs);
            }
        }
        if (!rest.isEmpty()) {
            text.append("unassigned ").append(rest).append('\n');
        }
    }

    /** Throws IllegalArgumentException when the bytes are not a change of that very view. */
    public static View decodeChange(View before, byte[] change) {
        return new ViewText(change).after(before);
    }
}
