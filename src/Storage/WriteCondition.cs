namespace MusicGen.Storage;

/// <summary>What must hold for a write to happen. The default is no condition.</summary>
public readonly record struct WriteCondition
{
    private WriteCondition(bool absent, string? etag) => (MustBeAbsent, MustMatch) = (absent, etag);

    /// <summary>There must be no such blob yet.</summary>
    public bool MustBeAbsent { get; }

    /// <summary>The blob must exist with this ETag, when not null.</summary>
    public string? MustMatch { get; }

    /// <summary>Write always.</summary>
    public static WriteCondition None => default;

    /// <summary>Write only where there is nothing yet.</summary>
    public static WriteCondition IfAbsent => new(true, null);

    /// <summary>Replace only the version that was read.</summary>
    public static WriteCondition IfMatch(string etag)
    {
        ArgumentException.ThrowIfNullOrEmpty(etag);
        return new WriteCondition(false, etag);
    }
}
