using System.Buffers;

namespace MusicGen.Storage;

/// <summary>What a blob's key may look like; the grammar stands at <see cref="IBlobStore"/>.</summary>
public static class BlobKey
{
    /// <summary>Characters in a key.</summary>
    public const int MaxLength = 512;

    /// <summary>Characters in one segment: file systems allow 255 bytes, and a store may need a few for itself.</summary>
    public const int MaxSegmentLength = 200;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("-._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Whether a store accepts the key.</summary>
    public static bool IsValid(ReadOnlySpan<char> key)
    {
        if (key.Length is 0 or > MaxLength) return false;
        foreach (var segment in key.Split('/'))
        {
            if (!IsSegment(key[segment])) return false;
        }
        return true;
    }

    /// <summary>Whether some valid key starts like this.</summary>
    public static bool IsPrefix(ReadOnlySpan<char> prefix)
    {
        if (prefix.Length > MaxLength) return false;
        var folder = prefix.LastIndexOf('/');
        var last = prefix[(folder + 1)..];
        return (folder < 0 || IsValid(prefix[..folder])) && (last.IsEmpty || IsStartOfSegment(last));
    }

    /// <exception cref="ArgumentException">It is not valid.</exception>
    internal static void ThrowIfInvalid(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!IsValid(key)) throw new ArgumentException($"'{key}' is not a blob's key.", nameof(key));
    }

    /// <exception cref="ArgumentException">No valid key starts like this.</exception>
    internal static void ThrowIfNoPrefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (!IsPrefix(prefix)) throw new ArgumentException($"No blob's key starts with '{prefix}'.", nameof(prefix));
    }

    // Azure drops a dot at a segment's end, and one at the start is a folder of the store's own or a way out of it.
    private static bool IsSegment(ReadOnlySpan<char> segment) => !segment.IsEmpty && IsStartOfSegment(segment) && segment[^1] != '.';

    private static bool IsStartOfSegment(ReadOnlySpan<char> text) =>
        text.Length <= MaxSegmentLength && text[0] != '.' && !text.ContainsAnyExcept(Allowed);
}
