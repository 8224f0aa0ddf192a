using System.Net;

namespace MusicGen.Silo.Accounts;

/// <summary>Which tokens (JWT, RFC 7519) sign somebody in.</summary>
public sealed class JwtOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = $"{AccountsOptions.Section}:{nameof(AccountsOptions.Jwt)}";

    /// <summary>As long as the hash of HS256, the least that RFC 7518 §3.2 allows.</summary>
    private const int LeastKeyBytes = 32;

    /// <summary>Address of an OpenID Connect provider, whose keys sign the tokens. Either this or <see cref="SigningKey"/>.</summary>
    public string? Authority { get; set; }

    /// <summary>The key of tokens signed with HMAC (HS256, HS384, HS512), in base64, 32 bytes or more. It belongs into the environment, not into a file.</summary>
    public string? SigningKey { get; set; }

    /// <summary>Who must have issued the token (<c>iss</c>). Needed with <see cref="SigningKey"/>; an authority tells its own.</summary>
    public string? Issuer { get; set; }

    /// <summary>For whom it must have been issued (<c>aud</c>): the name of this service there.</summary>
    public string? Audience { get; set; }

    /// <summary>The claim whose value <c>operator</c> makes an operator. Default <c>role</c>.</summary>
    public string RoleClaim { get; set; } = "role";

    /// <summary>Every fault of these options; empty when they can be used.</summary>
    public IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Authority) == string.IsNullOrWhiteSpace(SigningKey))
            yield return $"{Section} must have either {nameof(Authority)} or {nameof(SigningKey)}.";
        if (!string.IsNullOrWhiteSpace(Authority) && !IsTrustworthy(Authority)) yield return $"{Section}:{nameof(Authority)} must be an https address.";
        if (!string.IsNullOrWhiteSpace(SigningKey) && KeyBytes() is not { Length: >= LeastKeyBytes })
            yield return $"{Section}:{nameof(SigningKey)} must be {LeastKeyBytes} bytes or more in base64, such as 'openssl rand -base64 {LeastKeyBytes}' prints.";
        if (!string.IsNullOrWhiteSpace(SigningKey) && string.IsNullOrWhiteSpace(Issuer)) yield return $"{Section}:{nameof(Issuer)} must say who issues the tokens.";
        if (string.IsNullOrWhiteSpace(Audience)) yield return $"{Section}:{nameof(Audience)} must say for whom the tokens are issued: otherwise those for any other service would sign in here.";
        if (string.IsNullOrWhiteSpace(RoleClaim)) yield return $"{Section}:{nameof(RoleClaim)} must name a claim.";
    }

    /// <summary>The signing key; null: there is none, or it is no base64.</summary>
    internal byte[]? KeyBytes()
    {
        var bytes = new byte[SigningKey?.Length ?? 0];
        return Convert.TryFromBase64String(SigningKey ?? "", bytes, out var length) && length > 0 ? bytes[..length] : null;
    }

    /// <summary>Keys that came in the clear could be anybody's, but for those of this machine.</summary>
    internal static bool IsTrustworthy(string authority) =>
        Uri.TryCreate(authority, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && IsThisMachine(address)));

    private static bool IsThisMachine(Uri address) => address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var number) && IPAddress.IsLoopback(number));
}
