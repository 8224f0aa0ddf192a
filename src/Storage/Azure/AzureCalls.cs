using Azure;
using Azure.Identity;

namespace MusicGen.Storage.Azure;

/// <summary>Sends requests within a bounded time, and turns what fails into an <see cref="IOException"/> with a sentence for the operator.</summary>
/// <param name="place">The container in words, nothing secret in them.</param>
/// <param name="timeout">For a request with all its tries.</param>
/// <param name="clock">Measures it.</param>
internal sealed class AzureCalls(string place, TimeSpan timeout, TimeProvider clock)
{
    /// <exception cref="RequestFailedException">The service has answered with one of the <see cref="AzureAnswers"/>, which is for the caller to judge.</exception>
    /// <exception cref="IOException">Anything else went wrong.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await send(either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && Failure(e) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>What is told of it, or null: it is an answer, or a mistake of ours.</summary>
    public IOException? Failure(Exception e) => e switch
    {
        RequestFailedException refused => AzureAnswers.IsAnswer(refused) ? null : Refused(refused),
        OperationCanceledException => new IOException($"{place} did not answer within {timeout.TotalSeconds:0.#} s.", e),
        // What is left when every try has failed: the last one says how.
        AggregateException { InnerExceptions: [.., var last] } => Failure(last) ?? new IOException($"{place} cannot be reached: {last.Message}", e),
        AuthenticationFailedException => new IOException($"No identity could sign in to {place}: {FirstLine(e)}", e),
        IOException => new IOException($"The connection to {place} broke: {e.Message}", e),
        _ => null,
    };

    private IOException Refused(RequestFailedException e) => e switch
    {
        { Status: 0 } => new IOException($"{place} cannot be reached: {FirstLine(e)}", e),
        { Status: 401 or 403 } => new IOException($"{place} refused the credentials ({Code(e)}): {FirstLine(e)}", e),
        { ErrorCode: "ContainerNotFound" or "ContainerBeingDeleted" or "ContainerDisabled" } => new IOException($"{place} is not there ({Code(e)}).", e),
        _ => new IOException($"{place} has failed ({Code(e)}): {FirstLine(e)}", e),
    };

    private static string Code(RequestFailedException e) => $"{e.Status} {e.ErrorCode}".TrimEnd();

    private static string FirstLine(Exception e) => e.Message.Split('\n', 2)[0].TrimEnd();
}
