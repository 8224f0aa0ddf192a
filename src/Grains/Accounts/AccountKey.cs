using System.Security.Cryptography;
using System.Text;
using MusicGen.Contracts.Accounts;

namespace MusicGen.Grains.Accounts;

/// <summary>An API key: <c>mg_{owner}_{id}_{secret}</c>. It says itself whose it is, so there is no list of all keys.</summary>
/// <remarks>No part can have an underscore, so a key has one reading. The secret is 256 random bits: its hash needs neither salt nor slowness, since nobody can guess what to hash.</remarks>
public sealed class AccountKey
{
    /// <summary>How every key begins: it is no token of another kind, and scanners of source code can find it.</summary>
    public const string Start = "mg_";

    private const char Separator = '_';
    private const int IdBytes = 5;
    private const int SecretBytes = 32;

    private AccountKey(string text, string owner, string id) => (Text, Owner, Id, Hash) = (text, owner, id, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    /// <summary>The key itself, for its holder alone.</summary>
    public string Text { get; }

    /// <summary>Whose it says it is.</summary>
    public string Owner { get; }

    /// <summary>Its name among its owner's.</summary>
    public string Id { get; }

    /// <summary>SHA-256 of the whole key, lower-case hexadecimal: what is kept of it.</summary>
    public string Hash { get; }

    /// <summary>A new one.</summary>
    /// <param name="owner">A valid name.</param>
    public static AccountKey New(string owner)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        return new AccountKey($"{Start}{owner}{Separator}{id}{Separator}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes))}", owner, id);
    }

    /// <summary>Null: it is no key, whatever it is.</summary>
    public static AccountKey? Parse(string text) =>
        text.StartsWith(Start, StringComparison.Ordinal) && text[Start.Length..].Split(Separator) is [var owner, var id, var secret]
            && OwnerName.IsValid(owner) && IsId(id) && IsHexadecimal(secret, SecretBytes)
            ? new AccountKey(text, owner, id)
            : null;

    /// <summary>Whether a key may have that id.</summary>
    public static bool IsId(string text) => IsHexadecimal(text, IdBytes);

    /// <summary>Whether it can be a <see cref="Hash"/>.</summary>
    public static bool IsHash(string text) => IsHexadecimal(text, SHA256.HashSizeInBytes);

    /// <summary>Whether two hashes are the same; takes as long for those that nearly are as for others.</summary>
    public static bool AreEqual(string hash, string other) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(hash), Encoding.UTF8.GetBytes(other));

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{Start}{Owner}{Separator}{Id}{Separator}…";

    private static bool IsHexadecimal(string text, int bytes) => text.Length == 2 * bytes && text.All(char.IsAsciiHexDigitLower);
}
