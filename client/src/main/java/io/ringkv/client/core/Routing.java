package io.ringkv.client.core;

import io.ringkv.hashing.Slots;
import io.ringkv.protocol.view.Coordinator;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.View;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which address a call goes to next: the one that it was sent on to, then the primary of its key, then the other
 * members, who forward, then the seeds. Addresses that just failed are passed over while there are others.
 */
final class Routing {
    /** How often every address is tried before a call that nobody has seen is given up. */
    private static final int CONNECT_ROUNDS = 3;

    private final List<HostAndPort> seeds;
    private final Links links;
    private View view = View.none();
    private boolean viewKnown;

    Routing(List<HostAndPort> seeds, Links links) {
        this.seeds = seeds;
        this.links = links;
    }

    View view() {
        return view;
    }

    boolean viewKnown() {
        return viewKnown;
    }

    void view(View newView) {
        view = newView;
        viewKnown = true;
    }

    /** Null while nobody who could serve it can be reached. */
    @Nullable
    HostAndPort choose(long now, Call call) {
        HostAndPort second = null;
        for (HostAndPort candidate : candidates(call)) {
            if (links.usable(candidate, now)) {
                if (links.healthy(candidate) && !candidate.equals(call.avoided())) {
                    return candidate;
                }
                links.open(now, links.at(candidate));
                second = second == null ? candidate : second;
            }
        }
        return second;
    }

    /** Everybody who could serve the call, the best first. */
    List<HostAndPort> candidates(Call call) {
        Set<HostAndPort> all = new LinkedHashSet<>();
        HostAndPort redirect = call.redirect();
        if (redirect != null) {
            all.add(redirect);
        }
        HostAndPort address = call.route().address();
        switch (call.route().kind()) {
            case ADDRESS -> {
                if (address != null) {
                    all.add(address);
                }
            }
            case PRIMARY -> addForKey(all, call);
            case NODE -> {
                addMembers(all, call.tries());
                addSeeds(all, call, Link.Role.COORDINATOR);
            }
            case COORDINATOR -> {
                addSeeds(all, call, Link.Role.NODE);
                addCoordinators(all, call.tries());
            }
            case ANYBODY -> {
                addSeeds(all, call, null);
                addMembers(all, call.tries());
                addCoordinators(all, call.tries());
            }
        }
        return new ArrayList<>(all);
    }

    private void addForKey(Set<HostAndPort> all, Call call) {
        if (!viewKnown) {
            return;
        }
        Member primary = view.primaryOf(Slots.of(call.request().key()));
        if (primary != null && primary.state() != MemberState.DOWN) {
            all.add(addressOf(primary));
        }
        addMembers(all, call.tries());
        addSeeds(all, call, Link.Role.COORDINATOR);
    }

    private void addMembers(Set<HostAndPort> all, int from) {
        List<Member> members = view.members();
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < members.size(); i++) {
                Member member = members.get((from + i) % members.size());
                if (member.isUp() == (pass == 0) && member.state() != MemberState.REMOVED) {
                    all.add(addressOf(member));
                }
            }
        }
    }

    private void addCoordinators(Set<HostAndPort> all, int from) {
        List<Coordinator> coordinators = view.coordinators();
        for (int i = 0; i < coordinators.size(); i++) {
            all.add(addressOf(coordinators.get((from + i) % coordinators.size())));
        }
    }

    private void addSeeds(Set<HostAndPort> all, Call call, Link.@Nullable Role notThese) {
        for (int i = 0; i < seeds.size(); i++) {
            HostAndPort seed = seeds.get((call.tries() + i) % seeds.size());
            if (links.role(seed) != notThese) {
                all.add(seed);
            }
        }
    }

    private static HostAndPort addressOf(Member member) {
        return new HostAndPort(member.host(), member.port());
    }

    private static HostAndPort addressOf(Coordinator coordinator) {
        return new HostAndPort(coordinator.host(), coordinator.port());
    }

    /** Whether everybody was tried often enough, or there is nobody of the wanted kind. */
    boolean hopeless(Call call) {
        int known = candidates(call).size();
        int rounds = CONNECT_ROUNDS * Math.max(seeds.size(), known);
        return call.failedConnects() >= rounds
                || known == 0 && viewKnown && call.route().kind() == Route.Kind.COORDINATOR;
    }

    /** Why nobody can be asked, address by address. */
    String whyNobody(Call call) {
        StringBuilder text = new StringBuilder();
        List<HostAndPort> all = candidates(call);
        if (all.isEmpty() && call.route().kind() == Route.Kind.COORDINATOR) {
            return "none of the given servers is a coordinator, which is who answers "
                    + call.request().verb() + "; name one with --server";
        }
        for (HostAndPort address : all.isEmpty() ? seeds : all) {
            Link link = links.at(address);
            text.append(text.length() == 0 ? "cannot reach " : ", nor ").append(named(address));
            text.append(" (").append(link.problem);
            text.append(link.failures > 1 ? ", " + link.failures + " tries)" : ")");
        }
        return text.toString();
    }

    private String named(HostAndPort address) {
        for (Member member : view.members()) {
            if (addressOf(member).equals(address)) {
                return member.id() + " at " + address;
            }
        }
        for (Coordinator coordinator : view.coordinators()) {
            if (addressOf(coordinator).equals(address)) {
                return "coordinator " + coordinator.id() + " at " + address;
            }
        }
        return address.toString();
    }
}
