using System.Net;

namespace MusicGen.Client;

/// <summary>The service refused a request; the message is the service's own sentence.</summary>
public sealed class MusicGenException(HttpStatusCode status, string type, string message, string? field) : Exception(message)
{
    /// <summary>The response's status.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>The problem's stable type, such as <c>urn:musicgen:problem:corpus-not-found</c>.</summary>
    public string Type { get; } = type;

    /// <summary>The request's field that is wrong, when it is one.</summary>
    public string? Field { get; } = field;
}
