using Azure;

namespace MusicGen.Storage.Azure;

/// <summary>ETags as the store gives them: without the quotes that HTTP puts around them and listings do not.</summary>
internal static class Versions
{
    public static string Text(this ETag etag) => etag.ToString().Trim('"');
}
