/** An API version that no supported Kubernetes serves. */
export interface Removed {
  /** The first version without it. */
  readonly version: string;
  /** What to write instead. */
  readonly instead: string;
}

/** `group/version` or `group/version/Kind`: first version without it, and its successor. Source: kubernetes.io, deprecated API migration guide. */
const TABLE: Readonly<Record<string, readonly [version: string, successor: string]>> = {
  'extensions/v1beta1/Ingress': ['1.22', 'networking.k8s.io/v1'],
  'extensions/v1beta1/NetworkPolicy': ['1.16', 'networking.k8s.io/v1'],
  'extensions/v1beta1/PodSecurityPolicy': ['1.16', ''],
  'extensions/v1beta1': ['1.16', 'apps/v1'],
  'apps/v1beta1': ['1.16', 'apps/v1'],
  'apps/v1beta2': ['1.16', 'apps/v1'],
  'autoscaling/v2beta1': ['1.25', 'autoscaling/v2'],
  'autoscaling/v2beta2': ['1.26', 'autoscaling/v2'],
  'batch/v1beta1': ['1.25', 'batch/v1'],
  'batch/v2alpha1': ['1.21', 'batch/v1'],
  'policy/v1beta1/PodSecurityPolicy': ['1.25', ''],
  'policy/v1beta1': ['1.25', 'policy/v1'],
  'networking.k8s.io/v1beta1/Ingress': ['1.22', 'networking.k8s.io/v1'],
  'networking.k8s.io/v1beta1/IngressClass': ['1.22', 'networking.k8s.io/v1'],
  'rbac.authorization.k8s.io/v1beta1': ['1.22', 'rbac.authorization.k8s.io/v1'],
  'rbac.authorization.k8s.io/v1alpha1': ['1.23', 'rbac.authorization.k8s.io/v1'],
  'apiextensions.k8s.io/v1beta1': ['1.22', 'apiextensions.k8s.io/v1'],
  'admissionregistration.k8s.io/v1beta1/ValidatingWebhookConfiguration': ['1.22', 'admissionregistration.k8s.io/v1'],
  'admissionregistration.k8s.io/v1beta1/MutatingWebhookConfiguration': ['1.22', 'admissionregistration.k8s.io/v1'],
  'scheduling.k8s.io/v1beta1/PriorityClass': ['1.22', 'scheduling.k8s.io/v1'],
  'coordination.k8s.io/v1beta1/Lease': ['1.22', 'coordination.k8s.io/v1'],
  'certificates.k8s.io/v1beta1/CertificateSigningRequest': ['1.22', 'certificates.k8s.io/v1'],
  'storage.k8s.io/v1beta1/StorageClass': ['1.22', 'storage.k8s.io/v1'],
  'storage.k8s.io/v1beta1/CSIDriver': ['1.22', 'storage.k8s.io/v1'],
  'storage.k8s.io/v1beta1/CSINode': ['1.22', 'storage.k8s.io/v1'],
  'storage.k8s.io/v1beta1/VolumeAttachment': ['1.22', 'storage.k8s.io/v1'],
  'storage.k8s.io/v1beta1/CSIStorageCapacity': ['1.27', 'storage.k8s.io/v1'],
  'discovery.k8s.io/v1beta1': ['1.25', 'discovery.k8s.io/v1'],
  'events.k8s.io/v1beta1': ['1.25', 'events.k8s.io/v1'],
  'node.k8s.io/v1beta1': ['1.25', 'node.k8s.io/v1'],
  'apiregistration.k8s.io/v1beta1': ['1.22', 'apiregistration.k8s.io/v1'],
  'flowcontrol.apiserver.k8s.io/v1beta1': ['1.26', 'flowcontrol.apiserver.k8s.io/v1'],
  'flowcontrol.apiserver.k8s.io/v1beta2': ['1.29', 'flowcontrol.apiserver.k8s.io/v1'],
  'flowcontrol.apiserver.k8s.io/v1beta3': ['1.32', 'flowcontrol.apiserver.k8s.io/v1'],
};

/** Since when no Kubernetes serves an API version; `undefined` where it is served, or unknown. */
export function removedIn(apiVersion: string, kind: string): Removed | undefined {
  const full = `${apiVersion}/${kind}`;
  const row = Object.hasOwn(TABLE, full) ? TABLE[full] : Object.hasOwn(TABLE, apiVersion) ? TABLE[apiVersion] : undefined;
  if (row === undefined) return undefined;
  const [version, successor] = row;
  return { version, instead: successor === '' ? `there is no ${kind} any more` : `write ${successor}` };
}
