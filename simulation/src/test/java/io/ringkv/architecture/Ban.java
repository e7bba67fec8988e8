package io.ringkv.architecture;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * One thing that a core may not use, and what to use instead. A ban names a package, a type, or some members of a
 * type; it finds every use in a class: fields, parameters, super types, calls, method references, caught exceptions.
 */
record Ban(String what, Predicate<Use> matches, String instead) {

    /** A use of another class: its whole name, and the member that was called or read, if any. */
    record Use(String type, String member, int parameters, String where) {}

    private static final String NO_MEMBER = "";

    static Ban inPackage(String name, String instead) {
        return new Ban(name + ".*", use -> use.type().startsWith(name + "."), instead);
    }

    static Ban type(String name, String instead) {
        return new Ban(name, use -> use.type().equals(name), instead);
    }

    static Ban members(String type, List<String> members, String instead) {
        return new Ban(
                type + "." + String.join("|", members),
                use -> use.type().equals(type) && members.contains(use.member()),
                instead);
    }

    /** Bans the overloads with at most so many parameters: the longer ones are handed what the short ones choose. */
    static Ban shortForms(String type, List<String> members, int parametersMax, String instead) {
        return new Ban(
                String.format(
                        Locale.ROOT,
                        "%s.%s with at most %d parameters",
                        type,
                        members,
                        parametersMax),
                use -> use.type().equals(type)
                        && members.contains(use.member())
                        && use.parameters() <= parametersMax,
                instead);
    }

    String message(Use use) {
        return use.where() + ": " + what + " is banned here; use instead: " + instead;
    }

    static List<Use> usesOf(JavaClass user) {
        List<Use> uses = new ArrayList<>();
        user.getDirectDependenciesFromSelf()
                .forEach(dependency -> uses.add(new Use(
                        dependency.getTargetClass().getBaseComponentType().getName(),
                        NO_MEMBER,
                        0,
                        dependency.getDescription())));
        user.getAccessesFromSelf().forEach(access -> uses.add(use(access)));
        return uses;
    }

    private static Use use(JavaAccess<?> access) {
        int parameters = access.getTarget().resolveMember().map(Ban::parameters).orElse(0);
        return new Use(
                access.getTargetOwner().getName(),
                access.getName(),
                parameters,
                access.getDescription());
    }

    private static int parameters(JavaMember member) {
        if (member instanceof JavaCodeUnit) {
            return ((JavaCodeUnit) member).getRawParameterTypes().size();
        }
        assert member instanceof JavaField;
        return 0;
    }
}
