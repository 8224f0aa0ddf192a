namespace MusicGen.Grains;

/// <summary>The key of a grain that belongs to somebody: <c>{owner}/{id}</c>.</summary>
/// <param name="Owner">Who it belongs to; without a slash.</param>
/// <param name="Id">The rest of the key; may have slashes of its own.</param>
public readonly record struct OwnedKey(string Owner, string Id)
{
    /// <exception cref="FormatException">There is no owner or no id.</exception>
    public static OwnedKey Parse(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < key.Length - 1
            ? new OwnedKey(key[..slash], key[(slash + 1)..])
            : throw new FormatException($"'{key}' is not owner/id.");
    }

    public override string ToString() => $"{Owner}/{Id}";
}
