using System.Reflection;

namespace MusicGen.Grains.Tests.Upgrades;

/// <summary>Files beside these tests: what earlier versions wrote, and what this one writes.</summary>
internal static class Kept
{
    private static readonly string Folder = Path.Join(AppContext.BaseDirectory, "Upgrades");

    public static string Read(string name) => File.ReadAllText(Path.Join(Folder, name));

    /// <summary>Compares what is with what was kept. Where they differ it leaves what is beside the tests' output, to be looked at and taken over.</summary>
    /// <param name="name">The kept file.</param>
    /// <param name="actual">What is.</param>
    /// <param name="rule">What to think of before it is taken over.</param>
    public static void AssertSame(string name, string actual, string rule)
    {
        var kept = Path.Join(Folder, name);
        if (File.Exists(kept) && File.ReadAllText(kept) == actual) return;
        var now = Path.Join(Folder, "now", name);
        Directory.CreateDirectory(Path.GetDirectoryName(now)!);
        File.WriteAllText(now, actual);
        Assert.Fail($"Upgrades/{name} differs from the software. {rule} What is now lies at {now}: look at the difference, then copy it to tests/Grains.Tests/Upgrades/{name}.");
    }

    /// <summary>All types of the product that may cross a wire or lie in the store.</summary>
    public static IEnumerable<Type> Types() => new[] { typeof(MusicGen.Contracts.Problem).Assembly, typeof(OwnedKey).Assembly }.SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.Namespace?.StartsWith("MusicGen.", StringComparison.Ordinal) == true);

    /// <summary>A type's name in C#, without namespaces.</summary>
    public static string NameOf(Type type) =>
        Nullable.GetUnderlyingType(type) is { } value ? NameOf(value) + "?"
        : type.IsArray ? NameOf(type.GetElementType()!) + "[]"
        : type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
        : type.Name;

    public static string? AliasOf(MemberInfo type) => type.GetCustomAttribute<AliasAttribute>()?.Alias;
}
