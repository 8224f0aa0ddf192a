namespace MusicGen.Grains.Ownership;

/// <summary>In whose name grains are called. It goes along from grain to grain.</summary>
/// <remarks>
/// Only the edge says it, after it has made sure who asks. Calls without an owner are the service's own: background work, training nodes, whoever wakes unfinished work.
/// Any program that reaches the silos' own ports could claim to be anybody: those ports stay closed to others.
/// </remarks>
public static class CallingOwner
{
    /// <summary>Whoever has not signed in. No owner can be called so, and so no grain's key begins so.</summary>
    public const string Nobody = "-";

    private const string Key = "musicgen.owner";

    /// <summary>Null: the service itself.</summary>
    public static string? Current => RequestContext.Get(Key) as string;

    /// <summary>From here on, until the asynchronous method that says so has ended, grains are called in the owner's name.</summary>
    public static void Set(string owner) => RequestContext.Set(Key, owner);

    /// <summary>From here on, likewise, they are called in the service's name.</summary>
    public static void Clear() => RequestContext.Remove(Key);
}
