using MusicGen.Storage.Azure;

namespace MusicGen.Storage.Tests.Azure;

public sealed class AzureStorageOptionsTests
{
    private const string Good = "DefaultEndpointsProtocol=https;AccountName=jazz;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net";

    [Theory]
    [InlineData(null, null, "musicgen")]
    [InlineData("", "", "musicgen")]
    [InlineData(Good, null, "musicgen")]
    [InlineData("UseDevelopmentStorage=true", null, "a-1")]
    [InlineData(null, "https://jazz.blob.core.windows.net", "musicgen")]
    [InlineData(null, "https://jazz.blob.core.windows.net/?sv=2026-06-06&sig=c2VjcmV0", "musicgen")]
    [InlineData(null, "http://127.0.0.1:10000/devstoreaccount1?sv=2026-06-06&sig=c2VjcmV0", "musicgen")]
    public void Faults_OfWhatCanBeUsed_AreNone(string? connection, string? address, string container) =>
        Assert.Empty(new AzureStorageOptions { ConnectionString = connection, ServiceUri = address, Container = container }.Faults());

    [Theory]
    [InlineData(" ", null, "musicgen", "Storage:ConnectionString is no connection string of a storage account with blobs.")]
    [InlineData("Account=secret", null, "musicgen", "Storage:ConnectionString is no connection string of a storage account with blobs.")]
    [InlineData(null, "jazz.blob.core.windows.net", "musicgen", "Storage:ServiceUri must be an address such as https://myaccount.blob.core.windows.net.")]
    [InlineData(null, "http://jazz.blob.core.windows.net/?sig=secret", "musicgen", "Storage:ServiceUri must begin with https://: what signs in must not be read on the way.")]
    [InlineData(null, "http://127.0.0.1:10000", "musicgen", "Storage:ServiceUri must begin with https:// where an identity signs in.")]
    [InlineData(null, "https://secret:secret@jazz.blob.core.windows.net", "musicgen", "Storage:ServiceUri takes no user name and password.")]
    [InlineData(null, "https://jazz.blob.core.windows.net/?secret", "musicgen", "Storage:ServiceUri has something behind its question mark that is no shared access signature.")]
    [InlineData(null, null, "other", "Storage:Container needs an account: set Storage:ConnectionString or Storage:ServiceUri as well.")]
    [InlineData(Good, null, "Jazz", "Storage:Container must be 3 to 63 small letters, digits and single dashes, with a letter or digit at both ends.")]
    [InlineData(Good, null, "a--b", "Storage:Container must be 3 to 63 small letters, digits and single dashes, with a letter or digit at both ends.")]
    [InlineData(Good, null, "ab", "Storage:Container must be 3 to 63 small letters, digits and single dashes, with a letter or digit at both ends.")]
    public void Faults_OfAMistake_NameItWithoutSecrets(string? connection, string? address, string container, string fault) =>
        Assert.Equal([fault], new AzureStorageOptions { ConnectionString = connection, ServiceUri = address, Container = container }.Faults());

    [Fact]
    public void Faults_OfManyMistakes_AreAllThere() =>
        Assert.Equal(4, new AzureStorageOptions { ConnectionString = "x", ServiceUri = "x", Container = "-", Timeout = TimeSpan.Zero }.Faults().Count() - 1);

    [Fact]
    public void Constructor_WithFaults_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new AzureBlobStore(new AzureStorageOptions()));
}
