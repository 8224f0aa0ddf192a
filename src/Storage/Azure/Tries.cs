using Azure.Core;
using Azure.Core.Pipeline;

namespace MusicGen.Storage.Azure;

/// <summary>How often one request was sent: what is answered to the second time may speak of what the first time did.</summary>
internal sealed class Tries
{
    private const string Property = "musicgen.tries";

    private int _sent;

    /// <summary>Whether an earlier try may have been carried out although its answer never came.</summary>
    public bool AreSeveral => Volatile.Read(ref _sent) > 1;

    /// <summary>Counts the requests that this flow of control sends until the result is disposed.</summary>
    public IDisposable Count() => HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?> { [Property] = this });

    internal sealed class Counter : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message)
        {
            if (message.TryGetProperty(Property, out var counted) && counted is Tries tries) Interlocked.Increment(ref tries._sent);
        }
    }
}
