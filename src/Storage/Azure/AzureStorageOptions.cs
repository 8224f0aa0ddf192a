using System.Text.RegularExpressions;

namespace MusicGen.Storage.Azure;

/// <summary>Which container of Azure Blob Storage the service keeps everything durable in; without an account it is the data folder.</summary>
public sealed partial class AzureStorageOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Storage";

    /// <summary>The container's default name.</summary>
    public const string DefaultContainer = "musicgen";

    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    /// <summary>The account's connection string, a secret. Default: none.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// The account's address, such as <c>https://myaccount.blob.core.windows.net</c>, with a shared access signature behind it (then it is a secret), or without one: then the managed identity of
    /// the machine signs in, or whatever else Azure.Identity's DefaultAzureCredential finds. Default: none.
    /// </summary>
    public string? ServiceUri { get; set; }

    /// <summary>The container; created where it is absent. Default <c>musicgen</c>.</summary>
    public string Container { get; set; } = DefaultContainer;

    /// <summary>
    /// After how long a request to the account is given up, with all its tries, and a download of which nothing more comes: 1 s to 10 min. A large content takes many requests. Default 25 s, a little less than a grain's caller waits.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Whether an account is named at all.</summary>
    public bool NamesAnAccount() => !string.IsNullOrEmpty(ConnectionString) || !string.IsNullOrEmpty(ServiceUri);

    /// <summary>Every fault of these settings, without anything secret; empty when they can be used.</summary>
    public IEnumerable<string> Faults()
    {
        if (!string.IsNullOrEmpty(ConnectionString) && !string.IsNullOrEmpty(ServiceUri))
            yield return $"Set {Section}:{nameof(ConnectionString)} or {Section}:{nameof(ServiceUri)}, not both.";
        if (ConnectionString is { Length: > 0 } connection && !AzureClients.IsConnectionString(connection))
            yield return $"{Section}:{nameof(ConnectionString)} is no connection string of a storage account with blobs.";
        if (ServiceUri is { Length: > 0 } address && AddressFault(address) is { } fault)
            yield return $"{Section}:{nameof(ServiceUri)} {fault}";
        if (Container is null || !ContainerName().IsMatch(Container))
            yield return $"{Section}:{nameof(Container)} must be 3 to 63 small letters, digits and single dashes, with a letter or digit at both ends.";
        else if (Container != DefaultContainer && !NamesAnAccount())
            yield return $"{Section}:{nameof(Container)} needs an account: set {Section}:{nameof(ConnectionString)} or {Section}:{nameof(ServiceUri)} as well.";
        if (Timeout < ShortestTimeout || Timeout > LongestTimeout) yield return $"{Section}:{nameof(Timeout)} must be 1 second to 10 minutes.";
    }

    private static string? AddressFault(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http")) return "must be an address such as https://myaccount.blob.core.windows.net.";
        if (uri.UserInfo.Length > 0) return "takes no user name and password.";
        if (uri.Scheme == "http" && !uri.IsLoopback) return "must begin with https://: what signs in must not be read on the way.";
        var hasSignature = AzureClients.HasSignature(uri);
        if (uri.Query.Length > 0 && !hasSignature) return "has something behind its question mark that is no shared access signature.";
        return uri.Scheme == "http" && !hasSignature ? "must begin with https:// where an identity signs in." : null;
    }

    // https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata
    [GeneratedRegex(@"\A(?=.{3,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex ContainerName();
}
