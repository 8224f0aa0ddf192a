using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MusicGen.Silo.Http;

/// <summary>Ids of corpora, trainings, models and sessions: lower-case letters, digits and hyphens, at most 64.</summary>
internal static class ResourceId
{
    private const int MaxLength = 64;

    /// <summary>Milliseconds since 1970.</summary>
    private const int TimeBytes = 6;

    /// <summary>Crockford's base 32: no letter that is mistaken for a digit. https://www.crockford.com/base32.html</summary>
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    public static bool IsValid(string id) =>
        id.Length is > 0 and <= MaxLength && id[0] != '-' && id.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    /// <summary>A new id. Ids of later milliseconds sort behind earlier ones.</summary>
    public static string New(TimeProvider clock)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, clock.GetUtcNow().ToUnixTimeMilliseconds() << 16);
        RandomNumberGenerator.Fill(bytes[TimeBytes..]);
        return Encode(bytes);
    }

    /// <summary>The id that belongs to an idempotency key: asking twice with one key means one thing.</summary>
    /// <remarks>A key that is a UUID of version 7 begins with its time, and so does its id: things made with such keys are listed in the order in which they were made. Source: RFC 9562, 5.7.</remarks>
    public static string FromIdempotencyKey(string owner, string kind, string key)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{owner}\n{kind}\n{key}")).AsSpan(0, 16);
        if (Guid.TryParse(key, out var uuid) && uuid.Version == 7) uuid.ToByteArray(bigEndian: true).AsSpan(0, TimeBytes).CopyTo(bytes);
        return Encode(bytes);
    }

    /// <summary>Bytes in digits and lower-case letters, five bits each; the last bits that fill no letter are left out.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (bits, count) = (0u, 0);
        foreach (var value in bytes)
        {
            bits = (bits << 8) | value;
            for (count += 8; count >= 5; count -= 5) text.Append(Alphabet[(int)((bits >> (count - 5)) & 31)]);
        }
        return text.ToString();
    }
}
