using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.Logging;

namespace MusicGen.Grains.Ownership;

/// <summary>Lets a call in an owner's name reach that owner's grains and those that belong to nobody, and no others.</summary>
/// <remarks>
/// It looks at the class of the grain that is called. The called method's interface would be the wrong thing to look at: reading a stream (<see cref="IAsyncEnumerable{T}"/>)
/// arrives as a call of Orleans' own <c>IAsyncEnumerableGrainExtension</c>, whichever grain's stream it is.
/// The HTTP endpoints form every key with their caller's owner already; this is what stands when one of them does not.
/// </remarks>
internal sealed partial class OwnershipFilter(ILogger<OwnershipFilter> log) : IIncomingGrainCallFilter
{
    private static readonly ConcurrentDictionary<Type, Belonging> Known = new();

    private enum Belonging
    {
        /// <summary>To the owner in its key.</summary>
        Owner,

        /// <summary>To nobody.</summary>
        Nobody,

        /// <summary>It is a part of Orleans.</summary>
        Runtime,
    }

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (CallingOwner.Current is not { } caller || context.TargetContext?.GrainInstance is not { } grain) return context.Invoke();
        switch (Known.GetOrAdd(grain.GetType(), Of))
        {
            case Belonging.Owner when !IsOf(caller, context.TargetId.Key.AsSpan()):
                LogRefused(log, caller, context.TargetId, context.MethodName);
                throw new NotOwnerException($"{context.TargetId} does not belong to {caller}.");
            case Belonging.Nobody:
                // Within this call only: what an asynchronous method sets does not reach its caller.
                return InvokeAsServiceAsync(context);
            default:
                return context.Invoke();
        }
    }

    private static async Task InvokeAsServiceAsync(IIncomingGrainCallContext context)
    {
        CallingOwner.Clear();
        await context.Invoke();
    }

    private static Belonging Of(Type grain) => grain switch
    {
        _ when grain.Assembly.GetName().Name!.StartsWith("Orleans.", StringComparison.Ordinal) => Belonging.Runtime,
        _ when grain.IsDefined(typeof(OwnerlessAttribute)) => Belonging.Nobody,
        _ => Belonging.Owner,
    };

    /// <summary>A key is an owner's name (its account), or that and a slash before the rest.</summary>
    private static bool IsOf(string owner, ReadOnlySpan<byte> key) =>
        System.Text.Encoding.UTF8.GetBytes(owner) is var name && key.StartsWith(name) && (key.Length == name.Length || key[name.Length] == (byte)'/');

    [LoggerMessage(1600, LogLevel.Error, "a call in {Owner}'s name of {Method} of {Grain} was refused: the grain is another's")]
    private static partial void LogRefused(ILogger log, string owner, GrainId grain, string method);
}
